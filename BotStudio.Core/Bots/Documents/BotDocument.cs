using System.Text.Json.Serialization;
using BotStudio.Core.Commands;
using BotStudio.Core.Forms;
using BotStudio.Core.Localization;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// All that a bot is, as one document: the draft, each version, export, templates and the simulator's bot are this same JSON. Parts have
/// stable ids, so that conversations and buttons of earlier versions keep pointing at them.
/// </summary>
public sealed record BotDocument
{
    /// <summary>Grows when the format changes; <see cref="DocumentUpgrades"/> brings older documents up to it.</summary>
    public const int CurrentSchema = 1;

    public const int MaxNameLength = 64;

    /// <summary>Telegram takes at most 100 commands (setMyCommands); more may exist without being in the menu.</summary>
    public const int MaxCommands = 200;

    public const int MaxContactFields = 50;

    public const int MaxForms = 50;

    /// <summary>Characters of one text in one language. Longer replies are split, this only keeps documents sane.</summary>
    public const int MaxTextLength = 8000;

    /// <summary>Bytes of a whole document as JSON.</summary>
    public const int MaxSizeBytes = 1024 * 1024;

    public int Schema { get; init; } = CurrentSchema;

    public required string Name { get; init; }

    public string DefaultLanguage { get; init; } = Localization.Languages.Default;

    /// <summary>Languages the bot speaks, the default one among them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [Localization.Languages.Default];

    /// <summary>Said on /start when no command is called so; variables allowed.</summary>
    public LocalizedText Welcome { get; init; } = [];

    /// <summary>Said when nothing else answers; variables allowed.</summary>
    public LocalizedText Fallback { get; init; } = [];

    public PromptSettings Prompt { get; init; } = new();

    public IReadOnlyList<Command> Commands { get; init; } = [];

    public IReadOnlyList<Form> Forms { get; init; } = [];

    /// <summary>What the bot remembers of each contact, beyond what everybody has.</summary>
    public IReadOnlyList<ContactField> ContactFields { get; init; } = [];

    /// <summary>The owner's own words for what every bot says, by the keys of <see cref="BotTexts"/>.</summary>
    public IReadOnlyDictionary<string, LocalizedText> SystemTexts { get; init; } = new Dictionary<string, LocalizedText>();

    public HandOver HandOver { get; init; } = new();

    public MediaSettings Media { get; init; } = new();

    public SafetySettings Safety { get; init; } = new();

    public KeptAnswerSettings KeptAnswers { get; init; } = new();
}

/// <summary>How a conversation that a person took over comes back to the bot.</summary>
public sealed record HandOver
{
    /// <summary>A week.</summary>
    public const int MaxMinutes = 7 * 24 * 60;

    /// <summary>Minutes of silence of the person after which the bot answers again, 1 to a week; null for only when they hand it back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? ResumesAfterMinutes { get; init; } = 30;
}

/// <summary>How AI answers whatever no command does.</summary>
public sealed record PromptSettings
{
    public const int MaxLength = 32_000;
    public const int MaxHistoryLength = 50;
    public const int MaxModelLength = 100;
    public const double MaxQuietSeconds = 10;

    /// <summary>Switched off, the fallback text answers.</summary>
    public bool IsActive { get; init; }

    /// <summary>Instructions to the model; variables allowed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Told besides to whoever is answered in that language, and to nobody else; variables allowed.</summary>
    public LocalizedText Additions { get; init; } = [];

    /// <summary>The provider's name of the model; null takes the platform's default.</summary>
    public string? Model { get; init; }

    /// <summary>Asked when the model does not answer; null for the fallback text.</summary>
    public string? FallbackModel { get; init; }

    /// <summary>0 to 2; null leaves it to the model.</summary>
    public double? Temperature { get; init; }

    /// <summary>Longest answer in tokens; null leaves it to the model.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>How many earlier messages of the conversation the model sees, 0 to 50.</summary>
    public int HistoryLength { get; init; } = 10;

    /// <summary>What is older than that is summed up by the model, so that it is not forgotten.</summary>
    public bool Summarizes { get; init; } = true;

    /// <summary>Where the channel can, contacts see the answer grow while it is written.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>
    /// Seconds, 0 to 10: what a contact writes within this time of their last message, before it is answered, belongs to the same question. 0: each
    /// message is one.
    /// </summary>
    public double QuietSeconds { get; init; } = 1.2;

    /// <summary>What the model may do besides answering.</summary>
    public ToolSettings Tools { get; init; } = new();
}
