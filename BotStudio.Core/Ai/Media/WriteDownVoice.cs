using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Data;

namespace BotStudio.Core.Ai.Media;

/// <summary>
/// Has a recording written down: within the account's budgets, with its key or the platform's, and knows what it cost. Whoever asks writes the
/// usage down, with what comes of it.
/// </summary>
public sealed class WriteDownVoice(FindRoute routes, LiveModels models, TakeFromBudgets budgets, RefusedKeys refused, TimeProvider clock)
{
    private const int MaxTries = 3;

    /// <summary>All tries together; a recording of ten minutes takes a provider some twenty seconds.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    public async Task<VoiceAnswer> RunAsync(AiCaller caller, Recording recording, CancellationToken ct)
    {
        caller = caller with { Kind = UsageKind.Transcription };
        if (await routes.ForVoiceAsync(caller.AccountId, recording.Model, ct) is not { Connection.Voice: { } voice } route)
        {
            return new VoiceAnswer.Failed("voice.nobody", IsPassing: false);
        }

        if (route.Connection.IsRefused)
        {
            return new VoiceAnswer.Failed(route.Connection.IsOwn ? "ai.own_key_refused" : "ai.key_refused", IsPassing: false);
        }

        var list = await models.FindAsync(ct);
        var price = list.Price(route.Connection.Provider.Key, route.Model.Name, clock.GetUtcNow());
        var estimate = new CallEstimate(0, price?.CostOf(recording.Length) ?? 0) { Answers = 0 };
        var admission = await budgets.AskAsync(caller, ReservationOf(caller.TurnId), (_, _) => ValueTask.FromResult(estimate), ct);
        if (admission.UsedUp is { } usedUp)
        {
            return new VoiceAnswer.Failed("ai.limit_reached", IsPassing: false) { UsedUp = usedUp };
        }

        var started = clock.GetTimestamp();
        try
        {
            var heard = await AskAsync(voice, route.Model.Name, recording, ct);
            var length = heard.Length ?? recording.Length;
            var record = Record(caller, route, length, price?.CostOf(length), clock.GetElapsedTime(started), UsageRecord.Answered);
            return new VoiceAnswer.Words(heard.Text.Trim()) { Records = [record], ReservationId = admission.ReservationId };
        }
        catch (AiProviderException fault)
        {
            if (fault.Status == 401)
            {
                route.Connection.Refuse();
                if (route.Connection.IsOwn)
                {
                    await refused.RememberAsync(caller.AccountId, route.Connection, CancellationToken.None);
                }
            }

            var record = Record(caller, route, TimeSpan.Zero, 0, clock.GetElapsedTime(started), fault.Code);
            return new VoiceAnswer.Failed(fault.Code == "ai.model_unknown" ? "voice.model_unknown" : fault.Code, fault.IsPassing)
            {
                Records = [record],
                ReservationId = admission.ReservationId,
                RetryAfter = fault.RetryAfter,
            };
        }
    }

    private async Task<HeardWords> AskAsync(IVoiceClient voice, string model, Recording recording, CancellationToken ct)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeLimit.Token);
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var sound = await recording.OpenAsync(either.Token);
                return await voice.WriteDownAsync(sound, recording.FileName, model, either.Token);
            }
            catch (AiProviderException fault) when (fault.IsPassing && tries < MaxTries && !(fault.RetryAfter > LongestPause))
            {
                await Task.Delay(fault.RetryAfter > pause ? fault.RetryAfter.Value : pause, clock, ct);
                pause *= 2;
            }
            catch (OperationCanceledException silence) when (!ct.IsCancellationRequested)
            {
                throw new AiProviderException("ai.timeout", isPassing: false, inner: silence);
            }
        }
    }

    /// <summary>A turn takes from budgets for the answer, too: this is another call, and the same one whenever the turn is tried again.</summary>
    private static Guid ReservationOf(Guid turnId)
    {
        Span<byte> bytes = stackalloc byte[16];
        turnId.TryWriteBytes(bytes);
        bytes[^1] ^= 0xff;
        return new Guid(bytes);
    }

    private UsageRecord Record(AiCaller caller, AiRoute route, TimeSpan length, decimal? cost, TimeSpan latency, string outcome)
    {
        var now = clock.GetUtcNow();
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(now),
            AccountId = caller.AccountId,
            BotId = caller.BotId,
            ContactId = caller.ContactId,
            Kind = UsageKind.Transcription,
            Provider = route.Connection.Provider.Key,
            Model = StoredText.Cut(route.Model.Name, UsageRecord.MaxModelLength),
            IsOwnKey = route.Connection.IsOwn,
            AudioSeconds = (int)Math.Ceiling(length.TotalSeconds),
            Cost = cost,
            LatencyMs = (int)latency.TotalMilliseconds,
            Outcome = outcome,
            CreatedAt = now,
        };
    }
}

/// <param name="Model">Null for the provider's usual one.</param>
/// <param name="FileName">With the ending of what it is.</param>
/// <param name="Length">As its sender says; the provider's own measure is what is paid for.</param>
/// <param name="OpenAsync">Its content, from the beginning each time.</param>
public sealed record Recording(string? Model, string FileName, TimeSpan Length, Func<CancellationToken, Task<Stream>> OpenAsync);

public abstract record VoiceAnswer
{
    private VoiceAnswer() { }

    /// <summary>What is to be written down with what comes of it.</summary>
    public IReadOnlyList<UsageRecord> Records { get; init; } = [];

    public Guid? ReservationId { get; init; }

    /// <param name="Text">Empty for a recording without a word.</param>
    public sealed record Words(string Text) : VoiceAnswer;

    /// <param name="Code">Problem code: <c>voice.nobody</c>, or one of <see cref="AiAnswer.Failed"/>.</param>
    public sealed record Failed(string Code, bool IsPassing) : VoiceAnswer
    {
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>The budget that lets nobody be asked.</summary>
        public AiBudget? UsedUp { get; init; }
    }
}
