using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads.Telling;
using Npgsql;

namespace BotStudio.Core.Leads;

/// <summary>
/// A turn in which a contact left details. Makes a lead, or makes the one more precise that the contact left within
/// <see cref="Lead.SameWithin"/>: what is not said stays, notes are added up. Leaves the job that tells people of it, unless nothing new was said.
/// </summary>
public sealed record LeadFound(LeadSource Source) : TurnEffect
{
    /// <summary>Empty takes the contact's own name. Like the other texts it is cut to its limit.</summary>
    public string Name { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Email { get; init; } = "";

    /// <inheritdoc cref="Lead.Details"/>
    public string Details { get; init; } = "";

    /// <inheritdoc cref="Lead.Need"/>
    public string Need { get; init; } = "";

    /// <inheritdoc cref="Lead.Budget"/>
    public string Budget { get; init; } = "";

    /// <inheritdoc cref="Lead.Note"/>
    public string Note { get; init; } = "";

    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(Sql);
        var conversation = scope.Conversation;
        var parameters = statement.Parameters;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversation.AccountId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversation.BotId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversation.ContactId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversation.Id });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(scope.Now) });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(scope.Now) });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now + Lead.SameWithin });
        parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)Source });
        parameters.Add(Text(Name, Lead.MaxNameLength));
        parameters.Add(Text(Phone, Lead.MaxPhoneLength));
        parameters.Add(Text(Email, Lead.MaxEmailLength));
        parameters.Add(Text(Details, Lead.MaxDetailsLength));
        parameters.Add(Text(Need, Lead.MaxNeedLength));
        parameters.Add(Text(Budget, Lead.MaxBudgetLength));
        parameters.Add(Text(Note, Lead.MaxNoteLength));
        return statement;
    }

    // The window's row is what turns of one contact wait for each other at: "on conflict" sees what was committed meanwhile, a plain select would
    // not. A lead that somebody has closed or deleted since then has no window any more, see LeadMoves.
    private static readonly string Sql = $"""
        with mine as (
            select 1 where {WhileLeased}
        ), same as (
            insert into lead_windows (contact_id, account_id, lead_id, until)
            select $5, $3, $7, $10 from mine
            on conflict (contact_id) do update set
                lead_id = case when lead_windows.until > $9 then lead_windows.lead_id else excluded.lead_id end, until = excluded.until
            returning lead_id
        ), before as (
            select * from leads where id = (select lead_id from same)
        ), first_status as (
            select key from lead_statuses where account_id = $3 and kind = {(short)LeadStatusKind.Open} order by position, key limit 1
        ), lead as (
            insert into leads as l (id, account_id, bot_id, contact_id, conversation_id, name, phone, email, details, need, budget, note, status,
                source, created_at, updated_at, moved_at)
            select lead_id, $3, $4, $5, $6,
                coalesce(nullif($12, ''), (select left(trim(first_name || ' ' || coalesce(last_name, '')), {Lead.MaxNameLength}) from contacts where id = $5), ''),
                $13, $14, $15, $16, $17, $18, coalesce((select key from first_status), '{LeadStatuses.New}'), $11, $9, $9, $9
            from same
            on conflict (id) do update set
                name = coalesce(nullif($12, ''), l.name),
                phone = coalesce(nullif($13, ''), l.phone),
                email = coalesce(nullif($14, ''), l.email),
                details = coalesce(nullif($15, ''), l.details),
                need = coalesce(nullif($16, ''), l.need),
                budget = coalesce(nullif($17, ''), l.budget),
                note = case when $18 = '' or strpos(l.note, $18) > 0 then l.note
                    else left(l.note || case when l.note = '' then '' else E'\n' end || $18, {Lead.MaxNoteLength}) end,
                updated_at = $9
            returning l.*, (xmax = 0) as is_new
        ), change as (
            select lead.id, lead.is_new, coalesce((
                select jsonb_agg(jsonb_build_object('field', f.field, 'from', f.was, 'to', f.became) order by f.number)
                from (values (1, 'name', before.name, lead.name), (2, 'phone', before.phone, lead.phone), (3, 'email', before.email, lead.email),
                    (4, 'details', before.details, lead.details), (5, 'need', before.need, lead.need),
                    (6, 'budget', before.budget, lead.budget), (7, 'note', before.note, lead.note)) as f (number, field, was, became)
                where not lead.is_new and f.was is distinct from f.became), '[]') as fields
            from lead left join before on before.id = lead.id
        ), noted as (
            insert into lead_events (id, account_id, lead_id, kind, at, changes)
            select $8, $3, id, case when is_new then {(short)LeadEventKind.Created} else {(short)LeadEventKind.Changed} end, $9, fields
            from change where is_new or fields <> '[]'
            returning lead_id
        )
        insert into jobs (account_id, subject_id, kind, payload, state, due_at, attempts, created_at)
        select $3, $4, '{LeadNews.TellKind}', uuid_send(id) || uuid_send($8), {(short)
            JobState.Ready}, $9, 0, $9
        from change where id in (select lead_id from noted)
        """;

    private static NpgsqlParameter<string> Text(string value, int maxLength) =>
        new() { TypedValue = StoredText.Cut(StoredText.Clean(value).Trim(), maxLength) };
}
