using BotStudio.Core.Data;

namespace BotStudio.Core.Audit;

/// <summary>
/// How an act writes itself down: one line before it saves, so that the entry and the change are one transaction, or neither is there.
/// <code>db.Audit(AuditAct.BotPublished, bot.Name, bot.Id, version.Number);</code>
/// </summary>
public static class WriteAudit
{
    /// <summary>As whoever the context was opened for, in their account.</summary>
    /// <param name="subject">Name of what it was done to; empty where a name would outlive a person who was deleted.</param>
    /// <param name="detail">What else matters: a number, a role; no secret and no text of a contact.</param>
    /// <exception cref="InvalidOperationException">The context sees all accounts: say which one it is about.</exception>
    public static void Audit(this BotStudioDb db, AuditAct act, string subject = "", Guid? subjectId = null, object? detail = null)
    {
        var accountId = db.AccountId ?? throw new InvalidOperationException("Say in which account this was done.");
        db.Audit(accountId, db.Actor ?? new Actor(null, null), act, db.Clock.GetUtcNow(), subject, subjectId, detail);
    }

    /// <summary>For what is done across accounts: signing in, jobs.</summary>
    public static void Audit(
        this BotStudioDb db,
        Guid accountId,
        Actor actor,
        AuditAct act,
        DateTimeOffset now,
        string subject = "",
        Guid? subjectId = null,
        object? detail = null
    ) => db.Add(new AuditEntry(accountId, actor, act, subject, subjectId, FormattableString.Invariant($"{detail}"), now));
}
