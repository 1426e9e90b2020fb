using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Members;

/// <summary>Looks at an invitation without using it.</summary>
/// <returns><c>members.invitation_gone</c> for one that is unknown, used up, closed or too old.</returns>
public sealed class ReadInvitation(PlatformDb platformDb, TimeProvider clock)
{
    public async Task<Outcome<InvitationView>> RunAsync(string? code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = RandomCode.Hash(code ?? "");
        await using var db = platformDb.Open();
        var view = await db
            .Invitations.Where(i => i.CodeHash == hash && i.ExpiresAt > now && i.Uses < i.MaxUses)
            .Join(
                db.Accounts,
                i => i.AccountId,
                a => a.Id,
                (i, a) =>
                    new InvitationView(
                        a.Id,
                        a.Name,
                        db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.DisplayName).FirstOrDefault(),
                        i.Role,
                        i.Email,
                        i.ExpiresAt
                    )
            )
            .SingleOrDefaultAsync(ct);
        return view is null ? AcceptInvitation.Gone : view;
    }
}

/// <param name="Email">Whom it is for; null for a link.</param>
public sealed record InvitationView(
    Guid AccountId,
    string AccountName,
    string? Inviter,
    Role Role,
    string? Email,
    DateTimeOffset ExpiresAt
);

/// <summary>Makes somebody who is signed in a member; of two who use the last place of a link at once, one.</summary>
/// <returns>
/// The account's id; <c>members.invitation_gone</c>; <c>members.for_somebody_else</c> when it is for another address; <c>members.you_are_member</c>.
/// </returns>
public sealed class AcceptInvitation(PlatformDb platformDb, JobQueue queue, TimeProvider clock)
{
    public static readonly Problem Gone = new("members.invitation_gone");

    public async Task<Outcome<Guid>> RunAsync(string code, Guid userId, Origin? from, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        var joined = await TakeAsync(db, code, user, from, ct);
        if (!joined.Succeeded)
        {
            return joined;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return joined;
    }

    /// <summary>With the transaction of <paramref name="db"/> and its next save, for a user who may be about to be saved themselves.</summary>
    internal async Task<Outcome<Guid>> TakeAsync(BotStudioDb db, string code, User user, Origin? from, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = RandomCode.Hash(code);
        var invitation = await db
            .Invitations.AsNoTracking()
            .SingleOrDefaultAsync(i => i.CodeHash == hash && i.ExpiresAt > now && i.Uses < i.MaxUses, ct);
        if (invitation is null)
        {
            return Gone;
        }

        if (invitation.Email is { } email && !string.Equals(email, user.Email, StringComparison.OrdinalIgnoreCase))
        {
            return new Problem("members.for_somebody_else", email);
        }

        if (await db.Memberships.AnyAsync(m => m.AccountId == invitation.AccountId && m.UserId == user.Id, ct))
        {
            return new Problem("members.you_are_member");
        }

        var taken = await db
            .Invitations.Where(i => i.Id == invitation.Id && i.CodeHash == hash && i.Uses < i.MaxUses)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Uses, i => i.Uses + 1), ct);
        if (taken == 0)
        {
            return Gone;
        }

        db.Memberships.Add(new Membership(invitation.AccountId, user.Id, invitation.Role, now));
        db.Audit(invitation.AccountId, new Actor(user.Id, from), AuditAct.MemberJoined, now, user.DisplayName, user.Id, invitation.Role);
        await queue.EnqueueAsync(
            db,
            TeamNews.JobOf(invitation.AccountId, TeamChange.Joined, user.DisplayName, user.Id, invitation.Role),
            ct
        );
        return invitation.AccountId;
    }
}
