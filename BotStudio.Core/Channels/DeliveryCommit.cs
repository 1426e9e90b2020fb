using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Channels;

/// <summary>Notes what came of deliveries, many in one transaction: the messages' status and the end (or the progress) of the job.</summary>
public sealed class DeliveryCommit : IAsyncDisposable
{
    private readonly HotPath hotPath;
    private readonly CurrentWorker worker;
    private readonly ConversationHints hints;
    private readonly GroupCommit<DeliveryOutcome> group;

    public DeliveryCommit(HotPath hotPath, CurrentWorker worker, ConversationHints hints)
    {
        this.hotPath = hotPath;
        this.worker = worker;
        this.hints = hints;
        group = new GroupCommit<DeliveryOutcome>(WriteAsync, new GroupRules(LargestGroup: 250, ParallelGroups: 1, OutlastsOutages: true));
    }

    public async Task AddAsync(DeliveryOutcome outcome)
    {
        await group.AddAsync(outcome);
        if (outcome.Status != MessageStatus.Queued)
        {
            outcome.Job.MarkSettled();
            hints.Changed(outcome.Job.SubjectId!.Value);
        }
    }

    public ValueTask DisposeAsync() => group.DisposeAsync();

    private const string Sql = """
        with ended as (
            delete from jobs where id = any($1) and lease_owner = $2 and state = 1
        ), went_on as (
            update jobs set payload = p.payload, state = p.state, error = p.error, lease_owner = case p.state when 1 then $2 end,
                attempts = attempts + case p.state when 1 then 0 else 1 end
            from unnest($3, $4, $5, $6) as p (id, payload, state, error)
            where jobs.id = p.id and jobs.lease_owner = $2 and jobs.state = 1
        ), noted as (
            update messages set status = m.status, external_id = m.external_id, error = m.error
            from unnest($7, $8, $9, $10, $11) as m (conversation_id, id, status, external_id, error)
            where messages.conversation_id = m.conversation_id and messages.id = m.id
        )
        select
        """;

    private async Task WriteAsync(IReadOnlyList<DeliveryOutcome> outcomes)
    {
        var owner = worker.Id;
        var mine = outcomes.Where(o => o.Job.Lease == owner).ToList();
        var ended = mine.Where(o => o.Status != MessageStatus.Queued && !o.IsDead).ToList();
        var wentOn = mine.Where(o => o.Status == MessageStatus.Queued || o.IsDead).ToList();
        var noted = outcomes
            .Where(o => o.Status != MessageStatus.Queued)
            .SelectMany(o => o.Delivered.MessageIds.Select(id => (Outcome: o, Id: id)))
            .ToList();

        await using var connection = await hotPath.Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. ended.Select(o => o.Job.Id)] });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. wentOn.Select(o => o.Job.Id)] });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. wentOn.Select(o => o.Delivered.ToPayload())] });
        parameters.Add(
            new NpgsqlParameter<short[]> { TypedValue = [.. wentOn.Select(o => (short)(o.IsDead ? JobState.Dead : JobState.Leased))] }
        );
        parameters.Add(Texts(wentOn.Select(o => o.Error)));
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. noted.Select(n => n.Outcome.Delivered.ConversationId)] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. noted.Select(n => n.Id)] });
        parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. noted.Select(n => (short)n.Outcome.Status)] });
        parameters.Add(Texts(noted.Select(n => n.Outcome.ExternalId)));
        parameters.Add(Texts(noted.Select(n => n.Outcome.Error)));
        await command.ExecuteNonQueryAsync();
    }

    // What a channel says is foreign text.
    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new()
        {
            Value = values.Select(value => value is null ? null : StoredText.Clean(value)).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        };
}

/// <param name="Status">Queued notes progress only: the job goes on.</param>
public sealed record DeliveryOutcome(ClaimedJob Job, OutgoingJob Delivered, MessageStatus Status)
{
    public string? ExternalId { get; init; }

    public string? Error { get; init; }

    /// <summary>The job stays as a dead letter, to be looked at and requeued.</summary>
    public bool IsDead { get; init; }
}
