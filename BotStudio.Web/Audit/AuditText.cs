namespace BotStudio.Web.Audit;

/// <summary>Marks the texts in Resources/Web/Audit.</summary>
public sealed class AuditText;
