using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Ai.Safety;

/// <summary>Judges a text by the words that a bot's owner does not want and, where they chose so, by OpenAI's moderation.</summary>
public sealed class Moderate(FindRoute routes, TimeProvider clock)
{
    private const int MaxTries = 2;

    /// <summary>Characters judged at once; a longer text is judged piece by piece, so that nothing hides at its end.</summary>
    private const int LongestPiece = 16_000;

    /// <summary>All tries together: somebody waits for an answer.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public async Task<Judgement> JudgeAsync(Guid accountId, BotSnapshot bot, string text, CancellationToken ct)
    {
        if (bot.Safety.Moderation == ModerationKind.Off || string.IsNullOrWhiteSpace(text))
        {
            return Judgement.Fine;
        }

        if (bot.UnwantedWords.FindIn(text) is { } word)
        {
            return new Judgement(new Problem("safety.word", word));
        }

        return bot.Safety.Moderation == ModerationKind.Provider ? await AskAsync(accountId, text, ct) : Judgement.Fine;
    }

    private async Task<Judgement> AskAsync(Guid accountId, string text, CancellationToken ct)
    {
        if (await routes.ForModerationAsync(accountId, ct) is not { Moderation: { } provider, IsRefused: false })
        {
            return new Judgement(Trouble: "moderation.nobody");
        }

        try
        {
            for (var start = 0; start < text.Length; start += LongestPiece)
            {
                var piece = text.Substring(start, Math.Min(LongestPiece, text.Length - start));
                if (await TryAsync(provider, piece, ct) is { Count: > 0 } found)
                {
                    return new Judgement(new Problem("safety.flagged", string.Join(", ", found)));
                }
            }

            return Judgement.Fine;
        }
        catch (AiProviderException)
        {
            return new Judgement(Trouble: "moderation.unavailable");
        }
    }

    private async Task<IReadOnlyList<string>> TryAsync(IModerationClient provider, string text, CancellationToken ct)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeLimit.Token);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await provider.JudgeAsync(text, either.Token);
            }
            catch (AiProviderException fault) when (fault.IsPassing && tries < MaxTries)
            {
                await Task.Delay(Pause, clock, ct);
            }
            catch (OperationCanceledException silence) when (!ct.IsCancellationRequested)
            {
                throw new AiProviderException("ai.timeout", isPassing: true, inner: silence);
            }
        }
    }
}

/// <param name="Refused">What is wrong with the text; null for nothing that anybody found.</param>
/// <param name="Trouble">Code of what kept the provider from judging; null for nothing.</param>
public sealed record Judgement(Problem? Refused = null, string? Trouble = null)
{
    public static readonly Judgement Fine = new();
}
