using BotStudio.Core.Data;
using BotStudio.Core.Outbound;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Webhooks;

/// <summary>The secrets with which bots sign, in clear; made on first use.</summary>
public sealed class WebhookSecrets(PlatformDb platformDb, SecretText seal, TimeProvider clock)
{
    /// <returns>All that sign now, the present one first; none for a bot that is not the account's.</returns>
    public async Task<IReadOnlyList<string>> OfAsync(Guid accountId, Guid botId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var secret = await EnsureAsync(db, seal, accountId, botId, clock.GetUtcNow(), ct);
        return [.. (secret?.SealedAt(clock.GetUtcNow()) ?? []).Select(seal.Open)];
    }

    /// <summary>Two that need it at the same time get the same one.</summary>
    internal static async Task<WebhookSecret?> EnsureAsync(
        BotStudioDb db,
        SecretText seal,
        Guid accountId,
        Guid botId,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var secret = await db.WebhookSecrets.SingleOrDefaultAsync(s => s.BotId == botId && s.AccountId == accountId, ct);
        if (secret is not null)
        {
            return secret;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into webhook_secrets (bot_id, account_id, sealed_secret, created_at)
            select id, account_id, {seal.Seal(
                WebhookSignature.NewSecret()
            )}, {now} from bots where id = {botId} and account_id = {accountId}
            on conflict do nothing
            """,
            ct
        );
        return await db.WebhookSecrets.SingleOrDefaultAsync(s => s.BotId == botId && s.AccountId == accountId, ct);
    }
}
