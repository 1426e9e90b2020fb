using System.Text.Json.Serialization;

namespace BotStudio.Core.Bots.Documents;

/// <summary>What AI does not answer, and how much one contact may ask.</summary>
public sealed record SafetySettings
{
    public const int MaxWords = 500;
    public const int MaxWordLength = 80;
    public const int MaxMessagesPerMinute = 600;
    public const int MaxAnswersPerDay = 100_000;

    public ModerationKind Moderation { get; init; }

    /// <summary>Words and phrases that are not answered, wherever they stand as whole words; case and accents make no difference.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Answers are looked at like questions before they are said.</summary>
    public bool ChecksAnswers { get; init; }

    /// <summary>The conversation then waits for a person.</summary>
    public bool AsksHuman { get; init; }

    /// <summary>The bot's card then says so, and the owner is told as of any problem.</summary>
    public bool TellsOwner { get; init; }

    /// <summary>Questions that one contact may put to AI within a minute; null for any number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? MessagesPerMinute { get; init; } = 20;

    /// <summary>Answers of AI that one contact gets in a day (UTC); null for any number.</summary>
    public int? AnswersPerDay { get; init; }

    /// <summary>How much one contact may ask is counted.</summary>
    [JsonIgnore]
    public bool LimitsContacts => MessagesPerMinute is not null || AnswersPerDay is not null;

    /// <summary>Nobody sees an answer before it is judged, so none is shown while it is written.</summary>
    [JsonIgnore]
    public bool HoldsAnswersBack => ChecksAnswers && Moderation != ModerationKind.Off;
}

public enum ModerationKind
{
    Off,

    /// <summary>The owner's own list.</summary>
    Words,

    /// <summary>The judgement of OpenAI's moderation, which costs nothing.</summary>
    Provider,
}

/// <summary>Whether AI's answers are kept for those who ask the same.</summary>
public sealed record KeptAnswerSettings
{
    /// <summary>A month.</summary>
    public const int MaxHours = 31 * 24;

    public bool IsOn { get; init; }

    /// <summary>How long an answer is kept, 1 hour to a month.</summary>
    public int Hours { get; init; } = 24;
}
