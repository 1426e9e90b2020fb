using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Members;

/// <summary>Invites somebody by e-mail, or makes a link that several may use.</summary>
/// <returns>
/// The invitation with its link; <c>forbidden</c> below admin; <c>members.role_too_high</c>; <c>members.email_invalid</c>; <c>members.already_member</c>;
/// <c>members.already_invited</c>; <c>members.uses_range</c>; <c>members.too_many_invitations</c>.
/// </returns>
public sealed class InviteMember(
    AccountDb accountDb,
    CurrentAccount account,
    FindMember find,
    InvitationMails mails,
    JobQueue queue,
    TimeProvider clock
)
{
    /// <summary>Open at a time.</summary>
    public const int MostOpen = 50;

    /// <param name="site">The address under which the inviter sees the product.</param>
    public async Task<Outcome<SentInvitation>> RunAsync(InvitationInput input, Uri site, CancellationToken ct)
    {
        if (!account.May(Permission.ManageMembers))
        {
            return Problem.Forbidden;
        }

        if (await MistakeAsync(input, ct) is { } mistake)
        {
            return mistake;
        }

        var now = clock.GetUtcNow();
        var email = EmailAddress.Parse(input.Email);
        var invitation = new Invitation(account.Id, input.Role, email, input.MaxUses, account.UserId, now);
        var code = invitation.NewCode(now);

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Invitations.CountAsync(i => i.ExpiresAt > now && i.Uses < i.MaxUses, ct) >= MostOpen)
        {
            return new Problem("members.too_many_invitations", MostOpen);
        }

        if (email is not null && await db.Invitations.AnyAsync(i => i.Email == email && i.ExpiresAt > now && i.Uses < i.MaxUses, ct))
        {
            return new Problem("members.already_invited").At("/email");
        }

        db.Invitations.Add(invitation);
        db.Audit(AuditAct.MemberInvited, email ?? "", invitation.Id, input.Role);
        await db.SaveChangesAsync(ct);
        var link = mails.LinkOf(code, site);
        await mails.PutInAsync(db, invitation, link, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return new SentInvitation(invitation.Id, link, mails.CanSend && email is not null);
    }

    private async Task<Problem?> MistakeAsync(InvitationInput input, CancellationToken ct)
    {
        // Ownership is handed over, never sent.
        if (!Enum.IsDefined(input.Role) || input.Role > account.Role || input.Role == Role.Owner)
        {
            return new Problem("members.role_too_high").At("/role");
        }

        if (string.IsNullOrWhiteSpace(input.Email))
        {
            return input.MaxUses is < 1 or > Invitation.MostUses
                ? new Problem("members.uses_range", Invitation.MostUses).At("/maxUses")
                : null;
        }

        return EmailAddress.Parse(input.Email) is not { } email ? new Problem("members.email_invalid").At("/email")
            : await find.IsMemberAsync(email, ct) ? new Problem("members.already_member").At("/email")
            : null;
    }
}

/// <param name="Email">Whom to invite; null or empty makes a link.</param>
/// <param name="MaxUses">How many may use a link; an invitation by e-mail is for one.</param>
public sealed record InvitationInput(string? Email, Role Role, int MaxUses = 1);

/// <param name="Link">Shown once: only the hash of its code is kept.</param>
/// <param name="IsMailed">False for a link, and where this installation has no mail server.</param>
public sealed record SentInvitation(Guid Id, Uri Link, bool IsMailed)
{
    /// <summary>Keeps the code out of logs.</summary>
    public override string ToString() => $"Invitation {Id}";
}

/// <summary>Makes a new code for an open invitation, which closes the old one's door, and sends it again when it is for one person.</summary>
/// <returns>The invitation with its new link; <c>forbidden</c> below admin; <c>not_found</c>.</returns>
public sealed class ResendInvitation(AccountDb accountDb, CurrentAccount account, InvitationMails mails, JobQueue queue, TimeProvider clock)
{
    public async Task<Outcome<SentInvitation>> RunAsync(Guid invitationId, Uri site, CancellationToken ct)
    {
        if (!account.May(Permission.ManageMembers))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == invitationId && i.Uses < i.MaxUses, ct);
        if (invitation is null || invitation.Role > account.Role)
        {
            return Problem.NotFound;
        }

        var link = mails.LinkOf(invitation.NewCode(clock.GetUtcNow()), site);
        db.Audit(AuditAct.MemberInvited, invitation.Email ?? "", invitation.Id, invitation.Role);
        await db.SaveChangesAsync(ct);
        await mails.PutInAsync(db, invitation, link, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return new SentInvitation(invitation.Id, link, mails.CanSend && invitation.Email is not null);
    }
}

/// <summary>Closes an invitation. Who has used it stays.</summary>
/// <returns><c>forbidden</c> below admin; <c>not_found</c>.</returns>
public sealed class RevokeInvitation(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid invitationId, CancellationToken ct)
    {
        if (!account.May(Permission.ManageMembers))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == invitationId, ct) is not { } invitation)
        {
            return Problem.NotFound;
        }

        db.Invitations.Remove(invitation);
        db.Audit(AuditAct.InvitationRevoked, invitation.Email ?? "", invitation.Id, invitation.Role);
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}
