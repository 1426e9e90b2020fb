using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands;

/// <summary>A part of the document: what the bot does when a contact sends /name.</summary>
public sealed record Command
{
    /// <summary>Letters, digits and underscores (Telegram Bot API, BotCommand.command).</summary>
    public const int MaxNameLength = 32;

    /// <summary>Telegram Bot API, BotCommand.description.</summary>
    public const int MaxDescriptionLength = 256;

    public string Id { get; init; } = PartId.New();

    /// <summary>1 to 32 characters of a-z, 0-9 and _, without the slash.</summary>
    public required string Name { get; init; }

    /// <summary>Shown beside the command in the channel's menu; without one the command works and is not listed.</summary>
    public LocalizedText Description { get; init; } = [];

    public bool IsActive { get; init; } = true;

    public required Response Response { get; init; }
}
