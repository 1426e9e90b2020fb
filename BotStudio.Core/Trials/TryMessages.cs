using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BotStudio.Core.Accounts;
using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Trials;

/// <summary>
/// Asks several messages of several contestants at once: the draft, the live version, either with another model. Nobody hears of it; what it costs
/// is real and written down as a test.
/// </summary>
public sealed class TryMessages(Rehearse rehearse, OpenDraft openDraft, OpenVersion openVersion, CurrentAccount account, TimeProvider clock)
{
    public const int MaxMessages = 10;
    public const int MaxMessageLength = 2000;
    public const int MaxContestants = 5;

    /// <summary>Questions that wait for a model at a time.</summary>
    private const int AtOnce = 4;

    /// <param name="document">The draft as it is being written; null for the saved one.</param>
    /// <returns>
    /// The bots to be asked; <c>not_found</c>; <c>forbidden</c> below editor; <c>trials.no_messages</c>, <c>trials.too_many_messages</c>,
    /// <c>trials.question_too_long</c>, <c>trials.too_many_contestants</c>, <c>trials.unknown_language</c>; <c>trials.not_live</c>.
    /// </returns>
    public async Task<Outcome<PreparedTrial>> RunAsync(Guid botId, TrialWish wish, BotDocument? document, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        var draft = await openDraft.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return Outcome<PreparedTrial>.Refused(draft.Problems);
        }

        if (Check(wish) is { } problem)
        {
            return problem;
        }

        var bots = new List<BotSnapshot>();
        foreach (var contestant in wish.Contestants)
        {
            if (contestant.Target == TrialTarget.Draft)
            {
                bots.Add(BotSnapshot.Compile(document ?? draft.Value.Document, number: null));
            }
            else if (draft.Value.PublishedNumber is { } number)
            {
                bots.Add(BotSnapshot.Compile((await openVersion.RunAsync(botId, number, ct)).Value!, number));
            }
            else
            {
                return new Problem("trials.not_live");
            }
        }

        return new PreparedTrial(new AiCaller(account.Id, botId), wish, bots);
    }

    /// <summary>
    /// The answers, as they come. Ends with the token, without a word: what came by then is there, and what was asked by then is paid for.
    /// </summary>
    public async IAsyncEnumerable<TrialAnswer> AnswerAsync(PreparedTrial trial, [EnumeratorCancellation] CancellationToken ct)
    {
        var answers = Channel.CreateUnbounded<TrialAnswer>();
        using var room = new SemaphoreSlim(AtOnce);
        var work = Task.WhenAll(
            trial.Bots.Select(
                (bot, column) =>
                    trial.Wish.AsOneConversation
                        ? TalkAsync(trial, bot, column, room, answers.Writer, ct)
                        : AskAllAsync(trial, bot, column, room, answers.Writer, ct)
            )
        );
        _ = work.ContinueWith(
            done => answers.Writer.TryComplete(done.Exception?.GetBaseException()),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return answer;
            }
        }
        finally
        {
            // Whoever stops reading leaves nothing behind that still uses the semaphore.
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Problem? Check(TrialWish wish) =>
        wish.Messages.Count == 0 || wish.Messages.Any(string.IsNullOrWhiteSpace) || wish.Contestants.Count == 0
            ? new Problem("trials.no_messages").At("/messages")
        : wish.Messages.Count > MaxMessages ? new Problem("trials.too_many_messages", MaxMessages).At("/messages")
        : wish.Messages.Any(message => message.Length > MaxMessageLength)
            ? new Problem("trials.question_too_long", MaxMessageLength).At("/messages")
        : wish.Contestants.Count > MaxContestants ? new Problem("trials.too_many_contestants", MaxContestants).At("/contestants")
        : wish.Language is { } language && !Languages.IsKnown(language) ? new Problem("trials.unknown_language", language).At("/language")
        : null;

    private Task<Rehearsal[]> AskAllAsync(
        PreparedTrial trial,
        BotSnapshot bot,
        int column,
        SemaphoreSlim room,
        ChannelWriter<TrialAnswer> answers,
        CancellationToken ct
    ) => Task.WhenAll(trial.Wish.Messages.Select(async (_, row) => await AskAsync(trial, bot, column, row, [], room, answers, ct)));

    /// <summary>Each message sees what was said before in its column.</summary>
    private async Task TalkAsync(
        PreparedTrial trial,
        BotSnapshot bot,
        int column,
        SemaphoreSlim room,
        ChannelWriter<TrialAnswer> answers,
        CancellationToken ct
    )
    {
        var history = new List<EarlierMessage>();
        for (var row = 0; row < trial.Wish.Messages.Count; row++)
        {
            var answer = await AskAsync(trial, bot, column, row, history, room, answers, ct);
            history.Add(new EarlierMessage(FromContact: true, trial.Wish.Messages[row]));
            if (answer.Text.Length > 0)
            {
                history.Add(new EarlierMessage(FromContact: false, answer.Text));
            }
        }
    }

    private async Task<Rehearsal> AskAsync(
        PreparedTrial trial,
        BotSnapshot bot,
        int column,
        int row,
        IReadOnlyList<EarlierMessage> history,
        SemaphoreSlim room,
        ChannelWriter<TrialAnswer> answers,
        CancellationToken ct
    )
    {
        await room.WaitAsync(ct);
        try
        {
            var message = SampleContact.Writes(trial.Wish.Messages[row], trial.Wish.ContactName, clock.GetUtcNow());
            var contestant = trial.Wish.Contestants[column];
            var answer = await rehearse.RunAsync(
                trial.Caller,
                bot,
                message,
                SampleContact.In(trial.Wish.Language),
                [.. history],
                contestant.Model,
                ct
            );
            answers.TryWrite(new TrialAnswer(row, column, answer));
            return answer;
        }
        finally
        {
            room.Release();
        }
    }
}

/// <param name="Messages">Asked of each contestant, 1 to 10.</param>
/// <param name="Language">Of the contact who writes; null for the bot's main one.</param>
/// <param name="AsOneConversation">Each message follows the one before; otherwise each is the first of a conversation of its own.</param>
public sealed record TrialWish(
    IReadOnlyList<string> Messages,
    IReadOnlyList<Contestant> Contestants,
    string? Language,
    bool AsOneConversation,
    string ContactName
);

/// <param name="Model">Asked instead of the one that the document names; null for that one.</param>
public sealed record Contestant(TrialTarget Target, string? Model = null);

/// <param name="Bots">One for each contestant.</param>
public sealed record PreparedTrial(AiCaller Caller, TrialWish Wish, IReadOnlyList<BotSnapshot> Bots);

/// <param name="Message">Which of the messages, from 0.</param>
/// <param name="Contestant">Which of the contestants, from 0.</param>
public sealed record TrialAnswer(int Message, int Contestant, Rehearsal Answer);
