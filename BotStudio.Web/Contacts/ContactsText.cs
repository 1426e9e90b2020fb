namespace BotStudio.Web.Contacts;

/// <summary>Marks the texts in Resources/Web/Contacts.</summary>
public sealed class ContactsText;
