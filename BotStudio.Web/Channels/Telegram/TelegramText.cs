namespace BotStudio.Web.Channels.Telegram;

/// <summary>Marks the texts in Resources/Web/Channels/Telegram.</summary>
public sealed class TelegramText;
