using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Tools;

/// <summary>Keeps the secret value of a header. It is in use at once, for the draft and for versions that have the header.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor; <c>tools.bad_url</c>; <c>tools.secret_missing</c>; <c>tools.bad_header_value</c>; <c>document.bad_id</c>.</returns>
public sealed class SetToolSecret(AccountDb accountDb, CurrentAccount account, SecretText seal, TimeProvider clock)
{
    /// <param name="url">The tool's address: the secret is sent to its host only.</param>
    public async Task<Outcome<ToolSecretRow>> RunAsync(Guid botId, string headerId, string url, string value, CancellationToken ct)
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

        value = value.Trim();
        if (Mistake(headerId, url, value) is { } mistake)
        {
            return mistake;
        }

        var secret = await db.ToolSecrets.SingleOrDefaultAsync(s => s.BotId == botId && s.HeaderId == headerId, ct);
        if (secret is null)
        {
            secret = new ToolSecret(account.Id, botId, headerId);
            db.ToolSecrets.Add(secret);
        }

        // A short one would be given away by its end.
        var hint = value.Length >= 4 * ToolSecret.HintLength ? value[^ToolSecret.HintLength..] : "";
        secret.Put(seal.Seal(value), hint, ToolAddress.Read(url)!.Host, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return ToolSecretRow.Of(secret);
    }

    private static Problem? Mistake(string headerId, string url, string value) =>
        !PartId.IsValid(headerId) ? new Problem("document.bad_id").At("/headerId")
        : ToolAddress.Read(url) is null ? new Problem("tools.bad_url").At("/url")
        : value.Length == 0 ? new Problem("tools.secret_missing", "…").At("/value")
        : !HttpToolRules.IsHeaderValue(value) ? new Problem("tools.bad_header_value", ToolHeader.MaxValueLength).At("/value")
        : null;
}

/// <summary>Forgets the secret value of a header.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class RemoveToolSecret(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, string headerId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        return await db.ToolSecrets.Where(s => s.BotId == botId && s.HeaderId == headerId).ExecuteDeleteAsync(ct) > 0
            ? Outcome.Done
            : Problem.NotFound;
    }
}
