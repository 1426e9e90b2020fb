using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads.Telling;

/// <summary>The address that hears of a bot's leads; null for none.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadLeadWebhook(AccountDb accountDb)
{
    public async Task<Outcome<LeadWebhookAddress>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return await db.Bots.AnyAsync(b => b.Id == botId, ct)
            ? new LeadWebhookAddress(await db.LeadWebhooks.Where(w => w.BotId == botId).Select(w => w.Url).SingleOrDefaultAsync(ct))
            : Problem.NotFound;
    }
}

/// <summary>Says which address hears of a bot's leads.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor; <c>leads.bad_url</c>.</returns>
public sealed class ChangeLeadWebhook(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, string? url, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var address = url?.Trim() ?? "";
        if (address.Length == 0)
        {
            await db.LeadWebhooks.Where(w => w.BotId == botId).ExecuteDeleteAsync(ct);
            return Outcome.Done;
        }

        if (
            address.Length > OutboundHttp.MaxUrlLength
            || !Uri.TryCreate(address, UriKind.Absolute, out var parsed)
            || parsed.Scheme is not ("https" or "http")
        )
        {
            return new Problem("leads.bad_url").At("/url");
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into lead_webhooks (account_id, bot_id, url) values ({account.Id}, {botId}, {address})
            on conflict (bot_id) do update set url = excluded.url
            """,
            ct
        );
        return Outcome.Done;
    }
}

/// <param name="Url">Null when nothing is told.</param>
public sealed record LeadWebhookAddress(string? Url);
