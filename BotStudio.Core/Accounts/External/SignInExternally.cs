using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.External;

/// <summary>
/// Signs in whoever a provider vouches for. Somebody new gets a user and an account. An existing user is found by the link, and by the e-mail
/// address only when both sides have proved it: otherwise whoever signed up with a stranger's address would get what the stranger does later.
/// </summary>
/// <returns>
/// Who it is; <c>auth.two_factor_required</c> as from <see cref="SignIn"/>; <c>accounts.external_link_first</c> when the address belongs to a user
/// who has not confirmed it; <c>accounts.external_email_needed</c> when the provider tells no proved address; <c>accounts.no_account</c>.
/// </returns>
public sealed class SignInExternally(
    PlatformDb platformDb,
    SignUp signUp,
    ChooseAccount chooseAccount,
    SecondSteps secondSteps,
    AccountMails mails,
    JobQueue queue
)
{
    public const string EmailNeededCode = "accounts.external_email_needed";

    public async Task<Outcome<SignedIn>> RunAsync(ExternalIdentity identity, string language, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (await FindLinkedAsync(db, identity, ct) is { } linked)
        {
            return await EnterAsync(linked, ct);
        }

        if (identity.Email is null || !identity.IsEmailVerified)
        {
            return new Problem("accounts.external_email_needed");
        }

        var normalized = new UpperInvariantLookupNormalizer().NormalizeEmail(identity.Email);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
        if (user is null)
        {
            return await SignUpAsync(identity, identity.Email, isConfirmed: true, language, ct);
        }

        if (!user.EmailConfirmed)
        {
            return new Problem("accounts.external_link_first", ExternalProviders.TitleOf(identity.Provider));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(LoginOf(user.Id, identity));
        await db.SaveChangesAsync(ct);
        await mails.EnqueueAsync(db, user.Id, LinkedMail(identity), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return await EnterAsync(user, ct);
    }

    /// <summary>For somebody whose provider tells no address: with the one they typed, which is not proved.</summary>
    public async Task<Outcome<SignedIn>> SignUpAsync(ExternalIdentity identity, string? email, string language, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await FindLinkedAsync(db, identity, ct) is { } linked
            ? await EnterAsync(linked, ct)
            : await SignUpAsync(identity, email, isConfirmed: false, language, ct);
    }

    internal static IdentityUserLogin<Guid> LoginOf(Guid userId, ExternalIdentity identity) =>
        new()
        {
            UserId = userId,
            LoginProvider = identity.Provider,
            ProviderKey = identity.Key,
            ProviderDisplayName = StoredText.Clean(identity.Label),
        };

    internal static AccountMail LinkedMail(ExternalIdentity identity) =>
        new("login_linked", ExternalProviders.TitleOf(identity.Provider), identity.Label);

    internal static Task<User?> FindLinkedAsync(BotStudioDb db, ExternalIdentity identity, CancellationToken ct) =>
        db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(
                u =>
                    db.Set<IdentityUserLogin<Guid>>()
                        .Any(l => l.UserId == u.Id && l.LoginProvider == identity.Provider && l.ProviderKey == identity.Key),
                ct
            );

    private async Task<Outcome<SignedIn>> EnterAsync(User user, CancellationToken ct) =>
        user.TwoFactorEnabled ? secondSteps.Ask(user) : await chooseAccount.RunAsync(user, ct);

    private Task<Outcome<SignedIn>> SignUpAsync(
        ExternalIdentity identity,
        string? email,
        bool isConfirmed,
        string language,
        CancellationToken ct
    ) => signUp.RunAsync(new ExternalSignUp(identity, email, isConfirmed, language), ct);
}

/// <param name="IsConfirmed">The provider has proved the address.</param>
public sealed record ExternalSignUp(ExternalIdentity Identity, string? Email, bool IsConfirmed, string Language);
