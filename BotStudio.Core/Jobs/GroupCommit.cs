using System.Threading.Channels;
using BotStudio.Core.Data;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Lets many callers share one transaction: while one group is being written, the next gathers. Alone, a caller waits for nobody.
/// </summary>
/// <typeparam name="T">What one caller wants written.</typeparam>
public sealed class GroupCommit<T> : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Func<IReadOnlyList<T>, Task> write;
    private readonly GroupRules rules;
    private readonly Channel<Entry>[] queues;
    private readonly Task[] writers;
    private readonly Func<T, long?>? orderOf;
    private readonly CancellationTokenSource closing = new();
    private int next;

    /// <param name="write">Writes a group in one transaction: all of it or, when it throws, nothing.</param>
    /// <param name="orderOf">
    /// Entries of one order are written in the order in which they came; null for entries that have none. Without it, any writer takes any entry.
    /// </param>
    public GroupCommit(Func<IReadOnlyList<T>, Task> write, GroupRules rules, Func<T, long?>? orderOf = null)
    {
        this.write = write;
        this.rules = rules;
        this.orderOf = orderOf;
        queues = [.. Enumerable.Range(0, orderOf is null ? 1 : rules.ParallelGroups).Select(_ => NewQueue())];
        writers = [.. Enumerable.Range(0, rules.ParallelGroups).Select(i => Task.Run(() => WriteGroupsAsync(queues[i % queues.Length])))];
    }

    /// <summary>Done when the entry is committed; faulted when it, by itself, could not be written.</summary>
    public Task AddAsync(T value)
    {
        var entry = new Entry(value);
        ObjectDisposedException.ThrowIf(!QueueOf(value).Writer.TryWrite(entry), this);
        return entry.Committed.Task;
    }

    /// <summary>Writes what was added and takes no more; waits for no database that is away.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var queue in queues)
        {
            queue.Writer.TryComplete();
        }

        await closing.CancelAsync();
        await Task.WhenAll(writers);
        closing.Dispose();
    }

    private static Channel<Entry> NewQueue() => Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = false });

    private Channel<Entry> QueueOf(T value)
    {
        if (queues.Length == 1)
        {
            return queues[0];
        }

        var order = orderOf!(value) ?? Interlocked.Increment(ref next);
        return queues[(int)((ulong)order % (ulong)queues.Length)];
    }

    private async Task WriteGroupsAsync(Channel<Entry> queue)
    {
        var group = new List<Entry>(rules.LargestGroup);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (group.Count < rules.LargestGroup && queue.Reader.TryRead(out var entry))
            {
                group.Add(entry);
            }

            if (group.Count > 0)
            {
                await WriteAsync(group);
                group.Clear();
            }
        }
    }

    /// <summary>One bad entry must not fail its neighbours: a group that cannot be written is halved until the culprit stands alone.</summary>
    private async Task WriteAsync(List<Entry> group)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await write(group.ConvertAll(entry => entry.Value));
                group.ForEach(entry => entry.Committed.TrySetResult());
                return;
            }
            catch (Exception e) when (DatabaseTrouble.IsPassing(e))
            {
                // No entry is to blame, so halves would fare no better.
                if (!rules.OutlastsOutages || closing.IsCancellationRequested)
                {
                    group.ForEach(entry => entry.Committed.TrySetException(e));
                    return;
                }
            }
            catch (Exception e) when (group.Count == 1)
            {
                group[0].Committed.TrySetException(e);
                return;
            }
            catch (Exception)
            {
                var half = group.Count / 2;
                await WriteAsync(group[..half]);
                await WriteAsync(group[half..]);
                return;
            }

            await Task.Delay(pause, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private readonly struct Entry(T value)
    {
        public T Value { get; } = value;

        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <param name="LargestGroup">Entries in one transaction at most.</param>
/// <param name="ParallelGroups">Transactions under way at a time.</param>
/// <param name="OutlastsOutages">
/// True for what has happened and only has to be written down: while the database is away it waits, and the write must not mind being repeated.
/// False for what the caller can ask for again.
/// </param>
public sealed record GroupRules(int LargestGroup, int ParallelGroups, bool OutlastsOutages);
