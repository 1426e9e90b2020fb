using System.Collections.Concurrent;
using BotStudio.Core.Data;

namespace BotStudio.Core.Trials;

/// <summary>The runs and replays that this process works on, so that each can be broken off at once, from whatever process.</summary>
public sealed class RunningTrials : IDisposable
{
    private const string StopWord = "stop";

    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();
    private readonly IDisposable subscription;

    public RunningTrials(Notifications notifications) => subscription = notifications.Subscribe(Notifications.Trials, Hear);

    /// <summary>What is told when something of a trial has changed.</summary>
    public static string Changed(Guid botId, Guid trialId) => $"{botId} {trialId}";

    /// <summary>What is told when a trial is to end.</summary>
    public static string Stop(Guid botId, Guid trialId) => $"{botId} {trialId} {StopWord}";

    /// <summary>The bot and the trial that a hint is about.</summary>
    public static (Guid BotId, Guid TrialId)? Read(string payload) =>
        payload.Split(' ') is [var bot, var trial, ..] && Guid.TryParse(bot, out var botId) && Guid.TryParse(trial, out var trialId)
            ? (botId, trialId)
            : null;

    /// <summary>Ends with the token, and when somebody stops the trial. Dispose it at the end of the work.</summary>
    internal CancellationTokenSource Begin(Guid trialId, CancellationToken ct) =>
        running[trialId] = CancellationTokenSource.CreateLinkedTokenSource(ct);

    internal void End(Guid trialId)
    {
        if (running.TryRemove(trialId, out var source))
        {
            source.Dispose();
        }
    }

    public void Dispose() => subscription.Dispose();

    private void Hear(string payload)
    {
        if (
            !payload.EndsWith(StopWord, StringComparison.Ordinal)
            || Read(payload) is not { } told
            || !running.TryGetValue(told.TrialId, out var source)
        )
        {
            return;
        }

        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came to its end in this moment.
        }
    }
}
