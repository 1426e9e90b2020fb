using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Webhooks;

/// <summary>Shows the secret with which a bot signs, so that the owner's server can check it. Made when there is none yet.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class ReadWebhookSecret(AccountDb accountDb, CurrentAccount account, SecretText seal, TimeProvider clock)
{
    public async Task<Outcome<WebhookSecretRow>> RunAsync(Guid botId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var now = clock.GetUtcNow();
        var secret = await WebhookSecrets.EnsureAsync(db, seal, account.Id, botId, now, ct);
        return secret is null ? Problem.NotFound : WebhookSecretRow.Of(secret, seal, now);
    }
}

/// <summary>Makes a new secret. The old one signs beside it for a day.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class RotateWebhookSecret(AccountDb accountDb, CurrentAccount account, SecretText seal, TimeProvider clock)
{
    public async Task<Outcome<WebhookSecretRow>> RunAsync(Guid botId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var now = clock.GetUtcNow();
        var secret = await WebhookSecrets.EnsureAsync(db, seal, account.Id, botId, now, ct);
        if (secret is null)
        {
            return Problem.NotFound;
        }

        secret.Rotate(seal.Seal(WebhookSignature.NewSecret()), now);
        db.Audit(AuditAct.WebhookSecretRotated, "", botId);
        await db.SaveChangesAsync(ct);
        return WebhookSecretRow.Of(secret, seal, now);
    }
}

/// <param name="Secret"><c>whsec_</c> and base64, as the libraries of Standard Webhooks take it.</param>
/// <param name="OldOneEndsAt">Until when the secret before it signs, too; null when there is none.</param>
public sealed record WebhookSecretRow(string Secret, DateTimeOffset CreatedAt, DateTimeOffset? OldOneEndsAt)
{
    internal static WebhookSecretRow Of(WebhookSecret secret, SecretText seal, DateTimeOffset now) =>
        new(seal.Open(secret.SealedSecret), secret.CreatedAt, secret.OldOneEndsAt > now ? secret.OldOneEndsAt : null);

    /// <summary>Keeps the secret out of logs and exception texts.</summary>
    public override string ToString() => $"Webhook secret of {CreatedAt:O}";
}
