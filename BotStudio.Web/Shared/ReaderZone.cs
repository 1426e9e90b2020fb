using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BotStudio.Web.Shared;

/// <summary>The reader's time zone, asked of the browser once a circuit. Moments are shown by <c>LocalTime</c>; this is for where days begin.</summary>
public sealed class ReaderZone(IJSRuntime js)
{
    private TimeZoneInfo? known;

    /// <summary>UTC while there is no browser to ask, or when it names a zone that is not known here.</summary>
    public async ValueTask<TimeZoneInfo> FindAsync(RendererInfo renderer)
    {
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
}
