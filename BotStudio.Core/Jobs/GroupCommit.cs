using System.Threading.Channels;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Lets many callers share one transaction: while one group is being written, the next gathers. Alone, a caller waits for nobody.
/// </summary>
/// <typeparam name="T">What one caller wants written.</typeparam>
public sealed class GroupCommit<T> : IAsyncDisposable
{
    private readonly Channel<Entry> entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = false });
    private readonly Func<IReadOnlyList<T>, Task> write;
    private readonly int largestGroup;
    private readonly Task[] writers;

    /// <param name="write">Writes a group in one transaction: all of it or, when it throws, nothing.</param>
    /// <param name="largestGroup">Entries in one transaction at most.</param>
    /// <param name="parallelGroups">Transactions under way at a time.</param>
    public GroupCommit(Func<IReadOnlyList<T>, Task> write, int largestGroup, int parallelGroups)
    {
        this.write = write;
        this.largestGroup = largestGroup;
        writers = [.. Enumerable.Range(0, parallelGroups).Select(_ => Task.Run(WriteGroupsAsync))];
    }

    /// <summary>Done when the entry is committed; faulted when it, by itself, could not be written.</summary>
    public Task AddAsync(T value)
    {
        var entry = new Entry(value);
        ObjectDisposedException.ThrowIf(!entries.Writer.TryWrite(entry), this);
        return entry.Committed.Task;
    }

    /// <summary>Writes what was added and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        entries.Writer.TryComplete();
        await Task.WhenAll(writers);
    }

    private async Task WriteGroupsAsync()
    {
        var group = new List<Entry>(largestGroup);
        while (await entries.Reader.WaitToReadAsync())
        {
            while (group.Count < largestGroup && entries.Reader.TryRead(out var entry))
            {
                group.Add(entry);
            }

            await WriteAsync(group);
            group.Clear();
        }
    }

    /// <summary>One bad entry must not fail its neighbours: a group that cannot be written is halved until the culprit stands alone.</summary>
    private async Task WriteAsync(List<Entry> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        try
        {
            await write(group.ConvertAll(entry => entry.Value));
        }
        catch (Exception e)
        {
            if (group.Count == 1)
            {
                group[0].Committed.TrySetException(e);
                return;
            }

            var half = group.Count / 2;
            await WriteAsync(group[..half]);
            await WriteAsync(group[half..]);
            return;
        }

        foreach (var entry in group)
        {
            entry.Committed.TrySetResult();
        }
    }

    private readonly struct Entry(T value)
    {
        public T Value { get; } = value;

        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
