namespace BotStudio.Web.Team;

/// <summary>Marks the texts in Resources/Web/Team.</summary>
public sealed class TeamText;
