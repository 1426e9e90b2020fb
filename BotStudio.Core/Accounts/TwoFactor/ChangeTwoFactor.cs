using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.TwoFactor;

/// <summary>Switches the second step of signing in on, off, and makes new recovery codes. The user has just proved who they are.</summary>
/// <returns><c>auth.code_wrong</c>; <c>auth.two_factor_off</c>.</returns>
public sealed class ChangeTwoFactor(PlatformDb platformDb, SecretText secrets, AccountMails mails, JobQueue queue, TimeProvider clock)
{
    /// <param name="secret">Of <see cref="Totp.NewSecret"/>, now in the user's app.</param>
    /// <param name="code">Which shows that it is there.</param>
    /// <returns>The recovery codes, to be shown this once.</returns>
    public async Task<Outcome<IReadOnlyList<string>>> SwitchOnAsync(Guid userId, string? secret, string? code, CancellationToken ct)
    {
        if (!Totp.IsSecret(secret) || Totp.StepOfCode(secret!, code, clock.GetUtcNow(), lastStep: 0) is not { } step)
        {
            return new Problem("auth.code_wrong").At("/code");
        }

        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        user.TotpSecret = secrets.Seal(secret!);
        user.TotpLastStep = step;
        user.TwoFactorEnabled = true;
        await db.SaveChangesAsync(ct);
        var codes = await NewCodesAsync(db, userId, ct);
        await mails.EnqueueAsync(db, userId, new AccountMail("two_factor_on"), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Of(codes);
    }

    public async Task<Outcome> SwitchOffAsync(Guid userId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        if (!user.TwoFactorEnabled)
        {
            return new Problem("auth.two_factor_off");
        }

        user.TotpSecret = null;
        user.TwoFactorEnabled = false;
        await db.SaveChangesAsync(ct);
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(ct);
        await mails.EnqueueAsync(db, userId, new AccountMail("two_factor_off"), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }

    /// <returns>New recovery codes, to be shown this once; the old ones are worthless.</returns>
    public async Task<Outcome<IReadOnlyList<string>>> NewCodesAsync(Guid userId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Users.AnyAsync(u => u.Id == userId && u.TwoFactorEnabled, ct))
        {
            return new Problem("auth.two_factor_off");
        }

        var codes = await NewCodesAsync(db, userId, ct);
        await transaction.CommitAsync(ct);
        return Outcome.Of(codes);
    }

    private static async Task<IReadOnlyList<string>> NewCodesAsync(BotStudioDb db, Guid userId, CancellationToken ct)
    {
        var codes = RecoveryCodes.New();
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(ct);
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode(userId, RecoveryCodes.Hash(userId, RecoveryCodes.Clean(code)!))));
        await db.SaveChangesAsync(ct);
        return codes;
    }
}
