using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Tools;

/// <summary>Which headers have their secret value, and nothing of the values but their ends.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListToolSecrets(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyList<ToolSecretRow>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return await db
            .ToolSecrets.Where(s => s.BotId == botId)
            .OrderBy(s => s.HeaderId)
            .Select(s => new ToolSecretRow(s.HeaderId, s.Host, s.Hint, s.SavedAt))
            .ToListAsync(ct);
    }
}

/// <param name="HeaderId">Id of the header in the document.</param>
/// <param name="Host">Where it is sent; another address of the tool needs it given again.</param>
/// <param name="Hint">The last four characters of a long one, else empty.</param>
public sealed record ToolSecretRow(string HeaderId, string Host, string Hint, DateTimeOffset SavedAt)
{
    internal static ToolSecretRow Of(ToolSecret secret) => new(secret.HeaderId, secret.Host, secret.Hint, secret.SavedAt);
}
