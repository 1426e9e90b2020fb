using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Profile;

/// <summary>A user's name, language and time zone; what is null stays as it is.</summary>
/// <returns>
/// <c>accounts.name_missing</c>, <c>accounts.name_too_long</c>, <c>accounts.language_unknown</c>, <c>accounts.time_zone_unknown</c>, each at its place.
/// </returns>
public sealed class ChangeProfile(PlatformDb platformDb)
{
    public async Task<Outcome> RunAsync(Guid userId, ProfileInput input, CancellationToken ct)
    {
        var name = input.DisplayName is null ? null : SignUp.Cleaned(input.DisplayName);
        if (Check(input, name) is { Count: > 0 } problems)
        {
            return Outcome.Refused(problems);
        }

        await using var db = platformDb.Open();
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        user.DisplayName = name ?? user.DisplayName;
        user.Language = input.Language ?? user.Language;
        user.TimeZone = input.TimeZone is null ? user.TimeZone : TimeZones.Find(input.TimeZone)?.Id;
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }

    private static List<Problem> Check(ProfileInput input, string? name)
    {
        var problems = new List<Problem>();
        if (name is { Length: 0 })
        {
            problems.Add(new Problem("accounts.name_missing").At("/displayName"));
        }

        if (name?.Length > User.MaxDisplayNameLength)
        {
            problems.Add(new Problem("accounts.name_too_long", User.MaxDisplayNameLength).At("/displayName"));
        }

        if (input.Language is not null && !Languages.IsKnown(input.Language))
        {
            problems.Add(new Problem("accounts.language_unknown", string.Join(", ", Languages.All.Select(l => l.Code))).At("/language"));
        }

        if (input.TimeZone is { Length: > 0 } && TimeZones.Find(input.TimeZone) is null)
        {
            problems.Add(new Problem("accounts.time_zone_unknown").At("/timeZone"));
        }

        return problems;
    }
}

/// <param name="Language">en, uk, ru, pl or de.</param>
/// <param name="TimeZone">IANA name, such as <c>Europe/Kyiv</c>; empty for the browser's.</param>
public sealed record ProfileInput(string? DisplayName = null, string? Language = null, string? TimeZone = null);
