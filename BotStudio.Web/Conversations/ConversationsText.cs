namespace BotStudio.Web.Conversations;

/// <summary>Marks the texts in Resources/Web/Conversations.</summary>
public sealed class ConversationsText;
