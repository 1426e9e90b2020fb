namespace BotStudio.Web.Admin;

/// <summary>Marks the texts in Resources/Web/Admin: the pages of the platform's admins.</summary>
public sealed class AdminText;
