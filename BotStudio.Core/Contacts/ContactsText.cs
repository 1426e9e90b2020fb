namespace BotStudio.Core.Contacts;

/// <summary>Marks the texts in Resources/Core/Contacts.</summary>
public sealed class ContactsText;
