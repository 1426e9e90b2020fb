using BotStudio.Core.Trials;

namespace BotStudio.Web.Trials.Bench;

/// <summary>What the reader wants to ask of whom, while they choose it.</summary>
internal sealed class BenchWish
{
    /// <summary>One message a line.</summary>
    public string Written { get; set; } = "";

    public bool AsksDraft { get; set; } = true;

    public bool AsksLive { get; set; }

    public bool AsksOther { get; set; }

    public string OtherModel { get; set; } = "";

    public string Language { get; set; } = "";

    public bool IsOneConversation { get; set; }

    /// <summary>How many answers it makes.</summary>
    public int Count => Messages.Count * Contestants.Count;

    public IReadOnlyList<string> Messages =>
        [.. Written.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private IReadOnlyList<Contestant> Contestants =>
        [
            .. AsksDraft ? [new Contestant(TrialTarget.Draft)] : Array.Empty<Contestant>(),
            .. AsksLive ? [new Contestant(TrialTarget.Live)] : Array.Empty<Contestant>(),
            .. AsksOther && OtherModel.Trim().Length > 0
                ? [new Contestant(TrialTarget.Draft, OtherModel.Trim())]
                : Array.Empty<Contestant>(),
        ];

    public TrialWish ToWish(string contactName) => new(Messages, Contestants, Language, IsOneConversation, contactName);
}
