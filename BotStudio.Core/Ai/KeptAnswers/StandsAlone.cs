using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>
/// Tells questions that mean the same whoever asks them from those that go on with a talk: "yes" and "how much is it?" are the same words with
/// another answer every time. Only openings are kept; whoever asks one later gets it when their words can hardly mean anything else.
/// </summary>
internal static class StandsAlone
{
    /// <summary>Fewer words in the middle of a talk mostly refer to what was said before.</summary>
    private const int EnoughWords = 3;

    /// <summary>The contact has written nothing before but commands.</summary>
    public static bool IsOpening(Past past) =>
        past.Summary is null && past.Messages.All(message => !message.FromContact || message.Text.StartsWith('/'));

    public static bool InThisTalk(Past past, string question) =>
        IsOpening(past)
        || (
            question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= EnoughWords
            && past.Messages.LastOrDefault(message => !message.FromContact)?.Text.Contains('?', StringComparison.Ordinal) != true
        );
}
