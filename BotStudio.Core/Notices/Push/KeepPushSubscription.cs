using System.Buffers.Text;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices.Push;

/// <summary>Lets a browser show the notices of whoever asks. It shows those of one person: the last who asked there.</summary>
/// <returns><c>bell.push_refused</c> for what no browser says; <c>not_found</c> for nobody.</returns>
public sealed class KeepPushSubscription(PlatformDb platformDb, CurrentAccount account, TimeProvider clock)
{
    /// <summary>Of one person; the oldest makes room.</summary>
    private const int Most = 20;

    private static readonly Problem Refused = new("bell.push_refused");

    public async Task<Outcome> RunAsync(PushSubscriptionInput input, string? userAgent, CancellationToken ct)
    {
        if (account.UserId is not { } userId)
        {
            return Problem.NotFound;
        }

        if (
            input.Endpoint is not { Length: <= PushSubscription.MaxEndpointLength } endpoint
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            || !SettingRules.IsHttpsOrLoopback(address)
            || Bytes(input.P256dh) is not { } key
            || !PushEncryption.IsPoint(key)
            || Bytes(input.Auth) is not { Length: PushEncryption.SecretBytes } secret
        )
        {
            return Refused;
        }

        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.PushSubscriptions.Where(s => s.Endpoint == endpoint).ExecuteDeleteAsync(ct);
        var surplus = await db
            .PushSubscriptions.Where(s => s.UserId == userId)
            .OrderByDescending(s => s.Id)
            .Skip(Most - 1)
            .Select(s => s.Id)
            .ToListAsync(ct);
        await db.PushSubscriptions.Where(s => surplus.Contains(s.Id)).ExecuteDeleteAsync(ct);
        db.PushSubscriptions.Add(new PushSubscription(userId, endpoint, key, secret, DeviceName.Of(userAgent), clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Outcome.Done;
    }

    private static byte[]? Bytes(string? text) =>
        text is { Length: > 0 and < 200 } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

/// <summary>A browser shows notices no longer.</summary>
public sealed class RemovePushSubscription(PlatformDb platformDb, CurrentAccount account)
{
    public async Task RunAsync(string endpoint, CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = platformDb.Open();
        await db.PushSubscriptions.Where(s => s.Endpoint == endpoint && s.UserId == userId).ExecuteDeleteAsync(ct);
    }
}

/// <summary>Whether a browser shows the notices of whoever asks.</summary>
public sealed class FindPushSubscription(PlatformDb platformDb, CurrentAccount account)
{
    public async Task<bool> RunAsync(string endpoint, CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = platformDb.Open();
        return await db.PushSubscriptions.AnyAsync(s => s.Endpoint == endpoint && s.UserId == userId, ct);
    }
}

/// <summary>As the browser's PushSubscription says it in JSON; the keys in Base64 for addresses.</summary>
public sealed record PushSubscriptionInput(string? Endpoint, string? P256dh, string? Auth);
