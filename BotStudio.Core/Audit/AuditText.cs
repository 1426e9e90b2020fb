namespace BotStudio.Core.Audit;

/// <summary>Marks the texts in Resources/Core/Audit: what each act is called in the log.</summary>
public sealed class AuditText;
