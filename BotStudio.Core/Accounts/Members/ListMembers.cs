using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Members;

/// <summary>Who belongs to the account, those with the highest role first.</summary>
public sealed class ListMembers(PlatformDb platformDb, CurrentAccount account)
{
    public async Task<IReadOnlyList<MemberRow>> RunAsync(CancellationToken ct)
    {
        var (accountId, me) = (account.Id, account.UserId);
        await using var db = platformDb.Open();
        var rows = await db
            .Memberships.Where(m => m.AccountId == accountId)
            .Join(
                db.Users,
                m => m.UserId,
                u => u.Id,
                (m, u) => new MemberRow(u.Id, u.DisplayName, u.Email!, m.Role, m.CreatedAt, u.TwoFactorEnabled, u.Id == me)
            )
            .ToListAsync(ct);
        return [.. rows.OrderByDescending(row => row.Role).ThenBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}

/// <param name="IsYou">Whoever asks.</param>
public sealed record MemberRow(Guid UserId, string Name, string Email, Role Role, DateTimeOffset JoinedAt, bool HasTwoFactor, bool IsYou);

/// <summary>Invitations that were not used up, newest first; those that ran out too, so that they can be sent again.</summary>
/// <returns><c>forbidden</c> below admin.</returns>
public sealed class ListInvitations(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<IReadOnlyList<InvitationRow>>> RunAsync(CancellationToken ct)
    {
        if (!account.May(Permission.ManageMembers))
        {
            return Problem.Forbidden;
        }

        var now = clock.GetUtcNow();
        await using var db = await accountDb.OpenAsync(ct);
        return await db
            .Invitations.Where(i => i.Uses < i.MaxUses)
            .OrderByDescending(i => i.SentAt)
            .Select(i => new InvitationRow(
                i.Id,
                i.Email,
                i.Role,
                i.MaxUses,
                i.Uses,
                db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.DisplayName).FirstOrDefault(),
                i.SentAt,
                i.ExpiresAt,
                i.ExpiresAt <= now
            ))
            .ToListAsync(ct);
    }
}

public sealed record InvitationRow(
    Guid Id,
    string? Email,
    Role Role,
    int MaxUses,
    int Uses,
    string? Inviter,
    DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt,
    bool IsExpired
);
