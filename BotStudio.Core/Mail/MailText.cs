namespace BotStudio.Core.Mail;

/// <summary>Marks the texts in Resources/Core/Mail.</summary>
public sealed class MailText;
