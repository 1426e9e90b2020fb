using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Forms;

/// <summary>Looks up what a contact answered to a form before.</summary>
public sealed class GivenAnswers(HotPath hotPath)
{
    /// <summary>Entries of one contact that are compared with; older ones are forgotten.</summary>
    private const int MaxEntries = 200;

    public async Task<IReadOnlyList<GivenAnswer>> FindAsync(Guid contactId, string formId, CancellationToken ct)
    {
        await using var command = hotPath.Database.CreateCommand(
            $"""
            select answers::text from form_entries where contact_id = $1 and form_id = $2 and status = {(short)EntryStatus.Completed}
            order by started_at desc limit {MaxEntries}
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contactId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = formId });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var given = new List<GivenAnswer>();
        while (await rows.ReadAsync(ct))
        {
            given.AddRange(
                FormsJson.ReadAnswers(rows.GetString(0)).Select(answer => new GivenAnswer(formId, answer.FieldId, answer.AsAnswer()))
            );
        }

        return given;
    }
}
