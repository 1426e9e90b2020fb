using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>Who acts, and what they may, as the database says at this moment.</summary>
public sealed record SignedInUser(
    Guid Id,
    string Email,
    string DisplayName,
    string Language,
    bool IsPlatformAdmin,
    string SecurityStamp,
    Guid AccountId,
    string AccountName,
    Role Role
)
{
    public Session Session => new(Id, AccountId, SecurityStamp);
}

internal static class SignedInUserQuery
{
    public static IQueryable<SignedInUser> SignedInUsers(this BotStudioDb db, IQueryable<Membership> memberships) =>
        from membership in memberships
        join user in db.Users on membership.UserId equals user.Id
        join account in db.Accounts on membership.AccountId equals account.Id
        select new SignedInUser(
            user.Id,
            user.Email!,
            user.DisplayName,
            user.Language,
            user.IsPlatformAdmin,
            user.SecurityStamp!,
            account.Id,
            account.Name,
            membership.Role
        );
}
