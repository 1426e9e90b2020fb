namespace BotStudio.Web.Mail;

/// <summary>Marks the texts in Resources/Web/Mail.</summary>
public sealed class MailText;
