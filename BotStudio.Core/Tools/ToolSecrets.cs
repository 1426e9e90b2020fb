using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Tools;

/// <summary>The secret headers of a tool in clear, for the moment of a call.</summary>
public sealed class ToolSecrets(PlatformDb platformDb, SecretText seal)
{
    /// <returns>Values by the headers' ids; <c>tools.secret_missing</c> for one that nobody gave, or gave for another host.</returns>
    public async Task<Outcome<IReadOnlyDictionary<string, string>>> OfAsync(Guid accountId, Guid botId, HttpTool tool, CancellationToken ct)
    {
        var wanted = tool.Headers.Where(header => header.IsSecret).ToList();
        if (wanted.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        var ids = wanted.ConvertAll(header => header.Id);
        var host = ToolAddress.Read(tool.Url)?.Host;
        await using var db = platformDb.Open();
        var known = await db
            .ToolSecrets.Where(s => s.AccountId == accountId && s.BotId == botId && ids.Contains(s.HeaderId) && s.Host == host)
            .ToDictionaryAsync(s => s.HeaderId, s => s.SealedValue, ct);
        return wanted.Find(header => !known.ContainsKey(header.Id)) is { } missing
            ? new Problem("tools.secret_missing", missing.Name)
            : known.ToDictionary(secret => secret.Key, secret => seal.Open(secret.Value));
    }
}
