using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Forms;

/// <summary>An entry begins, goes on or ends with the turn that did it. Its id is in the conversation's state, so that a repeat changes nothing.</summary>
public sealed record EntryChange : TurnEffect
{
    public required Guid EntryId { get; init; }

    public required string FormId { get; init; }

    public required EntryStatus Status { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the version; null in a draft.</summary>
    public int? Version { get; init; }

    /// <summary>The contact's language.</summary>
    public string Language { get; init; } = "";

    /// <summary>Null leaves them as they are.</summary>
    public IReadOnlyList<EntryAnswer>? Answers { get; init; }

    /// <summary>The question that waits; null in the summary and at the end.</summary>
    public string? ReachedFieldId { get; init; }

    private bool IsNew { get; init; }

    public static EntryChange Started(TurnContext turn, CompiledForm form, FormProgress progress) =>
        new()
        {
            EntryId = progress.EntryId,
            FormId = form.Form.Id,
            Status = EntryStatus.InProgress,
            At = turn.Now,
            Version = turn.Bot.Number,
            Language = turn.Language,
            IsNew = true,
        };

    public static EntryChange Moved(TurnContext turn, CompiledForm form, FormProgress progress, IReadOnlyList<AskedField> fields) =>
        new()
        {
            EntryId = progress.EntryId,
            FormId = form.Form.Id,
            Status = EntryStatus.InProgress,
            At = turn.Now,
            Version = turn.Bot.Number,
            Language = turn.Language,
            Answers = form.KeepsAnswers
                ? [.. fields.Where(each => each.Answer is not null).Select(each => EntryAnswer.Of(each, form.DefaultLanguage))]
                : [],
            ReachedFieldId = progress.FieldId,
        };

    public static EntryChange Completed(TurnContext turn, CompiledForm form, FormProgress progress, IReadOnlyList<AskedField> fields) =>
        Moved(turn, form, progress with { FieldId = null }, fields) with
        {
            Status = EntryStatus.Completed,
        };

    public static EntryChange Cancelled(FormProgress progress, DateTimeOffset now) =>
        new()
        {
            EntryId = progress.EntryId,
            FormId = progress.FormId,
            Status = EntryStatus.Cancelled,
            At = now,
        };

    public override NpgsqlBatchCommand ToSql(EffectScope scope) => IsNew ? Insert(scope) : Update(scope);

    private NpgsqlBatchCommand Insert(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            insert into form_entries (id, account_id, bot_id, form_id, contact_id, conversation_id, version, language, status, work, answers, text,
                started_at, changed_at)
            select $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, '[]', '', $11, $11 where {WhileLeased}
            on conflict do nothing
            """
        );
        var parameters = statement.Parameters;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = EntryId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.AccountId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.BotId });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = FormId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.ContactId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.Id });
        parameters.Add(new NpgsqlParameter { Value = (object?)Version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = Language });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = At });
        return statement;
    }

    /// <summary>An entry that the owner has deleted meanwhile does not come back.</summary>
    private NpgsqlBatchCommand Update(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            update form_entries set status = $4, changed_at = $5,
                version = coalesce($6, version),
                answers = coalesce($7::jsonb, answers), text = coalesce($8, text),
                reached_field_id = case when $4 = 2 then reached_field_id else $9 end,
                completed_at = case when $4 = 1 then $5 end
            where id = $3 and status = 0 and {WhileLeased}
            """
        );
        var parameters = statement.Parameters;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = EntryId });
        parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)Status });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = At });
        parameters.Add(new NpgsqlParameter { Value = (object?)Version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        parameters.Add(Text(Answers is null ? null : FormsJson.WriteAnswers(Answers)));
        parameters.Add(Text(Answers is null ? null : FormEntry.SearchTextOf(Answers)));
        parameters.Add(Text(ReachedFieldId));
        return statement;
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
