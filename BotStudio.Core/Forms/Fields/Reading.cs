namespace BotStudio.Core.Forms.Fields;

/// <summary>What became of something that a contact sent as an answer.</summary>
public sealed record Reading
{
    /// <summary>It says nothing to this question.</summary>
    public static readonly Reading Nothing = new();

    private Reading() { }

    /// <summary>Null when there is none.</summary>
    public Answer? Answer { get; private init; }

    /// <summary>Why there is none, in the contact's language.</summary>
    public string Problem { get; private init; } = "";

    public static Reading Of(Answer answer) => new() { Answer = answer };

    public static Reading Unfit(string problem) => new() { Problem = problem };
}
