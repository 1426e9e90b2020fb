using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Details;

/// <summary>The account's time zone: its midnights part days and months, in leads, usage and limits alike.</summary>
public sealed class AccountZone(AccountDb accountDb)
{
    public async Task<TimeZoneInfo> FindAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return Of(await db.Accounts.Select(a => a.TimeZone).SingleAsync(ct));
    }

    /// <summary>UTC for a name that this machine does not know.</summary>
    public static TimeZoneInfo Of(string name) => TimeZones.Find(name) ?? TimeZoneInfo.Utc;
}

/// <summary>Days of a place.</summary>
public static class ZonedDays
{
    public static DateOnly DayOf(this TimeZoneInfo zone, DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>When a day begins there, in UTC. Where clocks go forward at midnight it begins an hour later.</summary>
    public static DateTimeOffset StartOf(this TimeZoneInfo zone, DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        midnight = zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight;
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
