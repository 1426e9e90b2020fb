using System.Collections.Concurrent;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// When a bot may send, and how long it has to wait. Telegram's own 429 is the authority: answers to contacts go out as fast as they are
/// ready until it comes (the published 30 a second are about bulk). Then the chat waits, or the bot when more than one chat was told
/// so, as long as Telegram said, and goes on at the published pace for a minute. Groups keep to 20 a minute from the start. In memory,
/// one a process: another process learns the same from its own 429.
/// </summary>
public sealed class SendBudget(TimeProvider clock)
{
    /// <summary>Two chats told to wait within this time: it is the bot that sends too much.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CleanUpEvery = TimeSpan.FromMinutes(1);

    // core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    private static readonly Pace BotPace = new(PerSecond: 30, Burst: 30);
    private static readonly Pace ChatPace = new(PerSecond: 1, Burst: 1);
    private static readonly Pace GroupPace = new(PerSecond: 20.0 / 60, Burst: 20);

    // Only bots that have something to remember: a limit that came, or groups.
    private readonly ConcurrentDictionary<Guid, BotBudget> bots = new();
    private long nextCleanUp;

    /// <summary>What is left for previews.</summary>
    public DraftBudget Drafts { get; } = new(clock);

    /// <summary>Takes the right to send one message now: null, or the pause after which to ask again.</summary>
    public Delivery.RateLimited? Ask(Guid botId, ChatAddress chat)
    {
        var now = clock.GetUtcNow();
        CleanUp(now);
        if (!bots.TryGetValue(botId, out var bot))
        {
            if (chat.Kind == ChatKind.Private)
            {
                return null;
            }

            bot = bots.GetOrAdd(botId, _ => new BotBudget());
        }

        return bot.Ask(chat, now);
    }

    /// <summary>True while a pause that Telegram asked for is under way; takes nothing.</summary>
    public bool IsPaused(Guid botId, ChatAddress chat) => bots.TryGetValue(botId, out var bot) && bot.IsPaused(chat, clock.GetUtcNow());

    /// <summary>True as long as a limit that Telegram has told has consequences, or always where the chat has one of its own; takes nothing.</summary>
    public bool IsLimited(Guid botId, ChatAddress chat) => bots.TryGetValue(botId, out var bot) && bot.IsLimited(chat, clock.GetUtcNow());

    /// <summary>Telegram answered 429: remembers it, and says who has to wait.</summary>
    public Delivery.RateLimited Refused(Guid botId, ChatAddress chat, TimeSpan retryAfter) =>
        bots.GetOrAdd(botId, _ => new BotBudget()).Refused(chat, retryAfter, clock.GetUtcNow());

    /// <summary>Bots with something to remember.</summary>
    internal int Count => bots.Count;

    private void CleanUp(DateTimeOffset now)
    {
        var due = Interlocked.Read(ref nextCleanUp);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref nextCleanUp, (now + CleanUpEvery).UtcTicks, due) != due)
        {
            return;
        }

        foreach (var (id, bot) in bots)
        {
            if (bot.Forget(now))
            {
                bots.TryRemove(id, out _);
            }
        }
    }

    private sealed record Pace(double PerSecond, double Burst);

    private sealed class BotBudget
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, Bucket> chats = [];
        private readonly Bucket whole = new(BotPace, isAlwaysPaced: false);
        private (string ChatId, DateTimeOffset At) lastRefusal;

        public Delivery.RateLimited? Ask(ChatAddress chat, DateTimeOffset now)
        {
            lock (gate)
            {
                var own = BucketOf(chat, isNeeded: chat.Kind != ChatKind.Private);
                if (whole.WaitFor(now) is { } botWait)
                {
                    return new Delivery.RateLimited(botWait, WholeBot: true);
                }

                if (own?.WaitFor(now) is { } chatWait)
                {
                    return new Delivery.RateLimited(chatWait, WholeBot: false);
                }

                whole.Take();
                own?.Take();
                return null;
            }
        }

        public bool IsPaused(ChatAddress chat, DateTimeOffset now)
        {
            lock (gate)
            {
                return whole.IsPaused(now) || (BucketOf(chat, isNeeded: false)?.IsPaused(now) ?? false);
            }
        }

        public bool IsLimited(ChatAddress chat, DateTimeOffset now)
        {
            lock (gate)
            {
                return whole.IsPaced(now) || (BucketOf(chat, isNeeded: false)?.IsPaced(now) ?? false);
            }
        }

        public Delivery.RateLimited Refused(ChatAddress chat, TimeSpan retryAfter, DateTimeOffset now)
        {
            lock (gate)
            {
                // A group has a limit of its own that is reached easily; that says nothing about the bot.
                var isWholeBot =
                    chat.Kind == ChatKind.Private
                    && lastRefusal.ChatId is { } other
                    && other != chat.ChatId
                    && now - lastRefusal.At <= Together;
                if (chat.Kind == ChatKind.Private)
                {
                    lastRefusal = (chat.ChatId, now);
                }

                var bucket = isWholeBot ? whole : BucketOf(chat, isNeeded: true)!;
                bucket.Pause(now + retryAfter, now);
                return new Delivery.RateLimited(bucket.WaitFor(now) ?? retryAfter, isWholeBot);
            }
        }

        /// <summary>Drops chats that are free to send; true when the bot has nothing left to remember.</summary>
        public bool Forget(DateTimeOffset now)
        {
            lock (gate)
            {
                foreach (var (id, bucket) in chats)
                {
                    if (bucket.IsFree(now))
                    {
                        chats.Remove(id);
                    }
                }

                return chats.Count == 0 && whole.IsFree(now);
            }
        }

        private Bucket? BucketOf(ChatAddress chat, bool isNeeded)
        {
            if (!chats.TryGetValue(chat.ChatId, out var bucket) && isNeeded)
            {
                bucket =
                    chat.Kind == ChatKind.Private ? new Bucket(ChatPace, isAlwaysPaced: false) : new Bucket(GroupPace, isAlwaysPaced: true);
                chats.Add(chat.ChatId, bucket);
            }

            return bucket;
        }
    }

    /// <summary>A token bucket that only counts while it is paced: always, or for a minute after a pause.</summary>
    private sealed class Bucket(Pace pace, bool isAlwaysPaced)
    {
        private static readonly TimeSpan PacedFor = TimeSpan.FromMinutes(1);

        private double tokens = pace.Burst;
        private DateTimeOffset filledAt;
        private DateTimeOffset pausedUntil;
        private DateTimeOffset nextTurn;

        public void Pause(DateTimeOffset until, DateTimeOffset now)
        {
            pausedUntil = until > pausedUntil ? until : pausedUntil;
            tokens = 0;
            filledAt = now > pausedUntil ? now : pausedUntil;
        }

        public bool IsPaused(DateTimeOffset now) => now < pausedUntil;

        public bool IsFree(DateTimeOffset now)
        {
            Fill(now);
            return !IsPaced(now) || (isAlwaysPaced && !IsPaused(now) && tokens >= pace.Burst);
        }

        /// <summary>
        /// Null when a message may go now. Else each asker gets another moment to come back, one after the other, so that a thousand of them do
        /// not all return at once.
        /// </summary>
        public TimeSpan? WaitFor(DateTimeOffset now)
        {
            Fill(now);
            if (!IsPaced(now) || (tokens >= 1 && !IsPaused(now)))
            {
                return null;
            }

            var free =
                (IsPaused(now) ? pausedUntil : now) + TimeSpan.FromSeconds(Math.Max(0, IsPaused(now) ? 0 : 1 - tokens) / pace.PerSecond);
            var turn = nextTurn > free ? nextTurn : free;
            nextTurn = turn + TimeSpan.FromSeconds(1 / pace.PerSecond);
            return turn - now;
        }

        public void Take() => tokens = Math.Max(0, tokens - 1);

        public bool IsPaced(DateTimeOffset now) => isAlwaysPaced || now < pausedUntil + PacedFor;

        private void Fill(DateTimeOffset now)
        {
            if (now > filledAt)
            {
                tokens = Math.Min(pace.Burst, tokens + ((now - filledAt).TotalSeconds * pace.PerSecond));
                filledAt = now;
            }
        }
    }
}
