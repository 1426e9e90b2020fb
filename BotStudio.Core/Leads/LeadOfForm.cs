using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Leads;

/// <summary>
/// The job that makes a lead of a form that was filled in, as <see cref="LeadFound"/> does: whoever has told the model the same a minute ago makes
/// that lead more precise. Committed together with the job's own end.
/// </summary>
public sealed class LeadOfForm(NpgsqlDataSource database, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    public override string Kind => FinishLater.Lead;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var finished = JsonSerializer.Deserialize(job.Payload, FormsJson.Default.FinishPayload)!;
        var conversation = new ConversationRef(
            finished.ConversationId,
            finished.ContactId,
            job.AccountId,
            finished.BotId,
            "",
            new ChatAddress("", null, ChatKind.Private)
        );

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Read(finished.Form).ToSql(new EffectScope(job, job.Lease, conversation, clock.GetUtcNow())));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand("delete from jobs where id = $1 and lease_owner = $2 and state = $3")
            {
                Parameters =
                {
                    new NpgsqlParameter<long> { TypedValue = job.Id },
                    new NpgsqlParameter<Guid> { TypedValue = job.Lease },
                    new NpgsqlParameter<short> { TypedValue = (short)JobState.Leased },
                },
            }
        );
        await batch.ExecuteNonQueryAsync(ct);

        // Done here, or given to another process meanwhile, which does it.
        job.MarkSettled();
        Queue.Wake();
    }

    internal static LeadFound Read(FinishedForm form)
    {
        var answers = form.Answers.Where(answer => answer.Text.Length > 0).ToList();
        var phone = answers.Find(answer => answer.Type == "phone");
        var email = answers.Find(answer => answer.Type == "email");
        var name = answers.Find(answer => answer.Key == "name");
        var need = answers.Find(answer => answer.Key == "need");
        var budget = answers.Find(answer => answer.Key == "budget");
        EntryAnswer?[] taken = [phone, email, name, need, budget];
        return new LeadFound(LeadSource.Form)
        {
            Name = name?.Text ?? "",
            Phone = phone?.Text ?? "",
            Email = email?.Text ?? "",
            Need = need?.Text ?? form.FormName,
            Budget = budget?.Text ?? "",
            Note = string.Join('\n', answers.Except(taken).Select(answer => $"{answer!.Label}: {answer.Text}")),
        };
    }
}
