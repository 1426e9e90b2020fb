namespace BotStudio.Web.Profile;

/// <summary>Marks the texts in Resources/Web/Profile.</summary>
public sealed class ProfileText;
