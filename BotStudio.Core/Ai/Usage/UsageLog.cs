using Npgsql;

namespace BotStudio.Core.Ai.Usage;

/// <summary>Writes down calls that belong to no turn: tests, translations, and those that a turn will make again.</summary>
public sealed class UsageLog(NpgsqlDataSource database)
{
    private static readonly string Sql = RecordUsage.Sql(where: "", first: 1);

    public async Task AddAsync(IReadOnlyList<UsageRecord> records, Guid? reservationId, CancellationToken ct)
    {
        if (records.Count == 0 && reservationId is null)
        {
            return;
        }

        await using var command = database.CreateCommand(Sql);
        RecordUsage.Fill(command.Parameters, records, reservationId);
        await command.ExecuteNonQueryAsync(ct);
    }
}
