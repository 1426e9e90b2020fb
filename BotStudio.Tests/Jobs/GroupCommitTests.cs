using System.Collections.Concurrent;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Tests.Jobs;

public sealed class GroupCommitTests
{
    private static readonly GroupRules Rules = new(LargestGroup: 100, ParallelGroups: 2, OutlastsOutages: true);

    private readonly ConcurrentQueue<IReadOnlyList<int>> written = new();

    [Fact]
    public async Task Those_who_come_while_a_group_is_written_share_the_next()
    {
        var release = new TaskCompletionSource();
        await using var group = new GroupCommit<int>(
            async values =>
            {
                written.Enqueue(values);
                await (values.Contains(0) ? release.Task : Task.CompletedTask);
            },
            Rules with
            {
                ParallelGroups = 1,
            }
        );

        var first = group.AddAsync(0);
        var others = Enumerable.Range(1, 9).Select(group.AddAsync).ToList();
        release.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(Enumerable.Range(0, 10), written.SelectMany(values => values));
        Assert.InRange(written.Count, 1, 2);
    }

    [Fact]
    public async Task Entries_of_one_order_are_written_one_group_after_another()
    {
        var open = new ConcurrentDictionary<long, byte>();
        var overlaps = 0;
        await using var group = new GroupCommit<int>(
            async values =>
            {
                var orders = values.Select(value => value % 7L).Distinct().ToList();
                overlaps += orders.Count(order => !open.TryAdd(order, 0));
                await Task.Yield();
                written.Enqueue(values);
                orders.ForEach(order => open.TryRemove(order, out _));
            },
            Rules with
            {
                LargestGroup = 5,
            },
            value => value % 7
        );

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(group.AddAsync));

        Assert.Equal(0, overlaps);
        foreach (var order in written.SelectMany(values => values).GroupBy(value => value % 7))
        {
            Assert.Equal(order.Order(), order);
        }
    }

    [Fact]
    public async Task A_bad_entry_fails_alone()
    {
        await using var group = new GroupCommit<int>(
            values =>
            {
                if (values.Contains(13))
                {
                    throw new FormatException("13");
                }

                written.Enqueue(values);
                return Task.CompletedTask;
            },
            Rules
        );

        var all = Enumerable.Range(0, 50).ToDictionary(value => value, group.AddAsync);

        await Assert.ThrowsAsync<FormatException>(() => all[13]);
        await Task.WhenAll(all.Where(entry => entry.Key != 13).Select(entry => entry.Value));
        Assert.Equal(Enumerable.Range(0, 50).Where(value => value != 13), written.SelectMany(values => values).Order());
    }

    [Fact]
    public async Task What_has_happened_is_written_when_the_database_is_back()
    {
        var tries = 0;
        await using var group = new GroupCommit<int>(
            values =>
            {
                if (Interlocked.Increment(ref tries) < 4)
                {
                    throw new NpgsqlException("no connection");
                }

                written.Enqueue(values);
                return Task.CompletedTask;
            },
            Rules
        );

        await group.AddAsync(1);

        Assert.Equal(4, tries);
    }

    [Fact]
    public async Task What_can_be_asked_for_again_is_refused_at_once_without_blaming_anybody()
    {
        var tries = 0;
        await using var group = new GroupCommit<int>(
            _ =>
            {
                Interlocked.Increment(ref tries);
                throw new NpgsqlException("no connection");
            },
            Rules with
            {
                OutlastsOutages = false,
                ParallelGroups = 1,
            }
        );

        var all = Enumerable.Range(0, 50).Select(group.AddAsync).ToList();

        foreach (var entry in all)
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => entry);
        }

        Assert.InRange(tries, 1, 3);
    }

    [Fact]
    public async Task Whoever_closes_waits_for_no_database()
    {
        var tried = new TaskCompletionSource();
        var group = new GroupCommit<int>(
            _ =>
            {
                tried.TrySetResult();
                throw new NpgsqlException("no connection");
            },
            Rules
        );
        var entry = group.AddAsync(1);
        await tried.Task;

        await group.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<NpgsqlException>(() => entry);
    }
}
