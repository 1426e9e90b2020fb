namespace BotStudio.Web.Leads;

/// <summary>Marks the texts in Resources/Web/Leads.</summary>
public sealed class LeadsText;
