using BotStudio.Core.Accounts.External;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BotStudio.Core.Accounts;

/// <summary>Makes a user with an account of their own, in one transaction.</summary>
/// <returns>
/// Who signed up, or every problem with its place: <c>accounts.email_invalid</c>, <c>accounts.email_taken</c>, <c>accounts.name_too_long</c>,
/// and those of <see cref="PasswordRules"/>.
/// </returns>
public sealed class SignUp(
    PlatformDb platformDb,
    IPasswordHasher<User> hasher,
    ILookupNormalizer normalizer,
    IOptions<AdminOptions> admin,
    TimeProvider clock,
    ILogger<SignUp> log
)
{
    public async Task<Outcome<SignedIn>> RunAsync(SignUpInput input, CancellationToken ct)
    {
        var email = EmailAddress.Parse(input.Email);
        if (Check(input, email) is { Count: > 0 } problems)
        {
            return Outcome<SignedIn>.Refused(problems);
        }

        var user = NewUser(email!, input.DisplayName, input.Language);
        user.PasswordHash = hasher.HashPassword(user, input.Password!);
        return await SaveAsync(user, login: null, ct);
    }

    /// <summary>Without a password, for somebody a provider vouches for.</summary>
    public async Task<Outcome<SignedIn>> RunAsync(ExternalSignUp input, CancellationToken ct)
    {
        if (EmailAddress.Parse(input.Email) is not { } email)
        {
            return new Problem("accounts.email_invalid").At("/email");
        }

        var user = NewUser(email, StoredText.Cut(StoredText.Clean(input.Identity.Name ?? ""), User.MaxDisplayNameLength), input.Language);
        user.EmailConfirmed = input.IsConfirmed;
        return await SaveAsync(user, SignInExternally.LoginOf(user.Id, input.Identity), ct);
    }

    private async Task<Outcome<SignedIn>> SaveAsync(User user, IdentityUserLogin<Guid>? login, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        user.IsPlatformAdmin = await BecomesAdminAsync(db, user, ct);
        var account = new Account(user.DisplayName, user.CreatedAt);
        db.Users.Add(user);
        db.Accounts.Add(account);
        db.Memberships.Add(new Membership(account.Id, user.Id, Role.Owner, user.CreatedAt));
        if (login is not null)
        {
            db.Add(login);
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException taken)
            when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "users" })
        {
            return new Problem("accounts.email_taken").At("/email");
        }

        log.LogInformation("User {UserId} signed up with account {AccountId}", user.Id, account.Id);
        return new SignedIn(user.Id, account.Id, user.SecurityStamp!);
    }

    private static List<Problem> Check(SignUpInput input, string? email)
    {
        var problems = new List<Problem>();
        if (email is null)
        {
            problems.Add(new Problem("accounts.email_invalid").At("/email"));
        }

        if (PasswordRules.Check(input.Password ?? "", email) is { } passwordProblem)
        {
            problems.Add(passwordProblem.At("/password"));
        }

        if (Cleaned(input.DisplayName).Length > User.MaxDisplayNameLength)
        {
            problems.Add(new Problem("accounts.name_too_long", User.MaxDisplayNameLength).At("/displayName"));
        }

        return problems;
    }

    private User NewUser(string email, string? displayName, string? language)
    {
        var now = clock.GetUtcNow();
        return new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            NormalizedUserName = normalizer.NormalizeName(email),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            DisplayName = Cleaned(displayName) is { Length: > 0 } name ? name : NameIn(email),
            Language = Languages.FromTag(language) ?? Languages.Default,
            LockoutEnabled = true,
            SecurityStamp = RandomCode.New(),
            CreatedAt = now,
        };
    }

    internal static string Cleaned(string? name) => string.Concat((name ?? "").Where(character => !char.IsControl(character))).Trim();

    /// <summary>anna.kovalenko+bots@example.com → anna.kovalenko.</summary>
    private static string NameIn(string email) => email.Split('@', '+')[0] is { Length: > 0 } name ? name : email.Split('@')[0];

    /// <summary>
    /// Nobody has proved yet that the address is theirs, so <c>Admin__Email</c> makes only the first admin, at sign-up and never later: whoever
    /// installs the product signs up at once. After that, and for more admins, there is the one-time link.
    /// </summary>
    private async Task<bool> BecomesAdminAsync(BotStudioDb db, User user, CancellationToken ct)
    {
        if (!string.Equals(user.Email, admin.Value.Email, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var isFirst = !await db.Users.AnyAsync(u => u.IsPlatformAdmin, ct);
        if (!isFirst)
        {
            log.LogWarning(
                "The address in Admin__Email signed up, but there is a platform admin already: use a one-time link (admin-link)"
            );
        }

        return isFirst;
    }
}

/// <param name="DisplayName">Name of the person, and at first of their account; made from the address when empty.</param>
/// <param name="Language">Of the dashboard and of e-mails; an unknown one becomes English.</param>
public sealed record SignUpInput(string? Email, string? Password, string? DisplayName = null, string? Language = null);
