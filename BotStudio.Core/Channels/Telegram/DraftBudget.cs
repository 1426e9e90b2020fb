using System.Collections.Concurrent;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// How many drafts a bot may show. They are expendable, so they keep well below what Telegram grants a bot and stop altogether while it is told
/// to wait: an answer that is written must never wait for the preview of another. In memory, one a process.
/// </summary>
public sealed class DraftBudget(TimeProvider clock)
{
    /// <summary>Of the 30 calls a second that bots may make (core.telegram.org/bots/faq), the others are for messages.</summary>
    private const double PerSecond = 20;

    private readonly ConcurrentDictionary<Guid, Bucket> bots = new();

    /// <summary>Takes the right to show one draft now: null, or the pause after which to ask again.</summary>
    public TimeSpan? Ask(Guid botId) => bots.GetOrAdd(botId, _ => new Bucket()).Ask(clock.GetUtcNow());

    /// <summary>Telegram answered 429.</summary>
    public void Refused(Guid botId, TimeSpan retryAfter) => bots.GetOrAdd(botId, _ => new Bucket()).Pause(clock.GetUtcNow() + retryAfter);

    private sealed class Bucket
    {
        private readonly Lock gate = new();
        private double tokens = PerSecond;
        private DateTimeOffset filledAt;
        private DateTimeOffset pausedUntil;

        public TimeSpan? Ask(DateTimeOffset now)
        {
            lock (gate)
            {
                if (now < pausedUntil)
                {
                    return pausedUntil - now;
                }

                tokens = Math.Min(PerSecond, tokens + (Math.Max(0, (now - filledAt).TotalSeconds) * PerSecond));
                filledAt = now;
                if (tokens < 1)
                {
                    return TimeSpan.FromSeconds(1);
                }

                tokens--;
                return null;
            }
        }

        public void Pause(DateTimeOffset until)
        {
            lock (gate)
            {
                pausedUntil = until > pausedUntil ? until : pausedUntil;
            }
        }
    }
}
