using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.TwoFactor;

/// <summary>
/// The second step of signing in: a challenge that says whose first step was right, and the codes that answer it.
/// </summary>
public sealed class SecondSteps(
    PlatformDb platformDb,
    SecretText secrets,
    AccountMails mails,
    JobQueue queue,
    IDataProtectionProvider protection,
    TimeProvider clock
)
{
    public const string RequiredCode = "auth.two_factor_required";

    public static readonly TimeSpan ChallengeLifetime = TimeSpan.FromMinutes(10);

    private const int GuidBytes = 16;

    /// <summary>Far longer than a challenge ever is.</summary>
    private const int MaxLength = 1000;

    private readonly IDataProtector protector = protection.CreateProtector("BotStudio.SecondStep.v1");

    /// <returns><c>auth.two_factor_required</c> with the challenge as its first value.</returns>
    public Problem Ask(User user)
    {
        var stamp = Encoding.UTF8.GetBytes(user.SecurityStamp!);
        var content = new byte[GuidBytes + sizeof(long) + stamp.Length];
        user.Id.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(GuidBytes), (clock.GetUtcNow() + ChallengeLifetime).ToUnixTimeSeconds());
        stamp.CopyTo(content, GuidBytes + sizeof(long));
        return new Problem("auth.two_factor_required", Base64Url.EncodeToString(protector.Protect(content)));
    }

    /// <returns>The user and their security stamp at the first step; null for a challenge that is forged, broken or too old.</returns>
    internal (Guid UserId, string Stamp)? Open(string? challenge)
    {
        if (challenge is null or { Length: 0 or > MaxLength } || !Base64Url.IsValid(challenge))
        {
            return null;
        }

        try
        {
            var content = protector.Unprotect(Base64Url.DecodeFromChars(challenge)).AsSpan();
            var expiresAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(content[GuidBytes..]));
            return expiresAt > clock.GetUtcNow()
                ? (new Guid(content[..GuidBytes]), Encoding.UTF8.GetString(content[(GuidBytes + sizeof(long))..]))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Takes a code of the app, each one once.</summary>
    public async Task<bool> TakeTotpAsync(User user, string? code, CancellationToken ct)
    {
        if (
            user.TotpSecret is null
            || Totp.StepOfCode(secrets.Open(user.TotpSecret), code, clock.GetUtcNow(), user.TotpLastStep) is not { } step
        )
        {
            return false;
        }

        await using var db = platformDb.Open();
        return await db
                .Users.Where(u => u.Id == user.Id && u.TotpLastStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.TotpLastStep, step), ct) == 1;
    }

    /// <summary>Takes a recovery code, each one once, and tells the user.</summary>
    public async Task<bool> TakeRecoveryCodeAsync(User user, string? code, CancellationToken ct)
    {
        if (RecoveryCodes.Clean(code) is not { } clean)
        {
            return false;
        }

        var (hash, now) = (RecoveryCodes.Hash(user.Id, clean), clock.GetUtcNow());
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var used = await db
            .RecoveryCodes.Where(c => c.UserId == user.Id && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), ct);
        if (used == 0)
        {
            return false;
        }

        var left = await db.RecoveryCodes.CountAsync(c => c.UserId == user.Id && c.UsedAt == null, ct);
        await mails.EnqueueAsync(db, user.Id, new AccountMail("recovery_code_used", left), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return true;
    }
}
