namespace BotStudio.Core.Channels.Telegram;

/// <summary>Marks the texts in Resources/Core/Channels/Telegram.</summary>
public sealed class TelegramText;
