using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Profile;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BotStudio.Web.Shared;

/// <summary>
/// Where days begin in lists and charts: in the account's time zone, so that everybody in it counts the same days. While it has chosen none, in the
/// reader's own, asked of the browser once a circuit. Moments are shown by <c>LocalTime</c>, always in the reader's.
/// </summary>
public sealed class ReaderZone(IJSRuntime js, CurrentAccount account, ReadAccount readAccount)
{
    private TimeZoneInfo? known;

    /// <summary>UTC while there is no browser to ask, or when it names a zone that is not known here.</summary>
    public async ValueTask<TimeZoneInfo> FindAsync(RendererInfo renderer)
    {
        known ??= await OfAccountAsync();
        if (known is null && renderer.IsInteractive)
        {
            try
            {
                await using var module = await js.InvokeAsync<IJSObjectReference>("import", "/js/zone.js");
                known = TimeZoneInfo.TryFindSystemTimeZoneById(await module.InvokeAsync<string?>("zone") ?? "", out var zone)
                    ? zone
                    : TimeZoneInfo.Utc;
            }
            catch (JSException)
            {
                known = TimeZoneInfo.Utc;
            }
        }

        return known ?? TimeZoneInfo.Utc;
    }

    private async Task<TimeZoneInfo?> OfAccountAsync() =>
        account.IsSet && (await readAccount.RunAsync(CancellationToken.None)).TimeZone is var zone and not Account.DefaultTimeZone
            ? TimeZones.Find(zone)
            : null;
}
