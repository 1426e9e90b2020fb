using BotStudio.Core.Data;

namespace BotStudio.Core.Jobs;

/// <summary>
/// A running process that may hold jobs. It proves that it lives in two ways: a session advisory lock on <see cref="LockKey"/>, which PostgreSQL
/// frees the moment the process dies, and <see cref="AliveUntil"/>, for the case that its machine vanishes and the connection stays half open.
/// </summary>
[PlatformWide]
public sealed class Worker
{
    public Guid Id { get; private set; }

    public long LockKey { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset AliveUntil { get; private set; }
}
