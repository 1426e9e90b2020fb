using System.Text.RegularExpressions;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Accounts.Details;

/// <summary>What the account is called, how it looks, where its days begin, how long it keeps messages.</summary>
public sealed class ReadAccount(AccountDb accountDb)
{
    public async Task<AccountDetails> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return AccountDetails.Of(await db.Accounts.AsNoTracking().SingleAsync(ct));
    }
}

/// <param name="Slug">Its name in public addresses; null while it has none.</param>
/// <param name="Color"><c>#rrggbb</c>; null for the product's own.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="KeepMessagesDays">Null keeps messages as long as the account is there.</param>
/// <param name="DeletedFrom">When it goes; null while it stays.</param>
public sealed record AccountDetails(
    Guid Id,
    string Name,
    string? Slug,
    string? Color,
    string TimeZone,
    string Currency,
    string Language,
    int? KeepMessagesDays,
    DateTimeOffset? LogoChangedAt,
    DateTimeOffset? DeletedFrom
)
{
    internal static AccountDetails Of(Account account) =>
        new(
            account.Id,
            account.Name,
            account.Slug,
            account.Color,
            account.TimeZone,
            account.Currency,
            account.Language,
            account.KeepMessagesDays,
            account.LogoChangedAt,
            account.DeletedFrom
        );
}

/// <summary>Changes the account's name, address, colour, time zone, currency and language, all at once.</summary>
/// <returns>
/// <c>forbidden</c> below admin; <c>accounts.account_name_missing</c>, <c>accounts.name_too_long</c>, <c>details.slug_malformed</c>, <c>details.slug_taken</c>,
/// <c>details.color_malformed</c>, <c>details.unknown_zone</c>, <c>details.unknown_currency</c>, <c>document.unknown_language</c>, each with its place.
/// </returns>
public sealed partial class ChangeAccount(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome<AccountDetails>> RunAsync(AccountInput input, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAccount))
        {
            return Problem.Forbidden;
        }

        input = input.Cleaned();
        if (Check(input) is { Count: > 0 } problems)
        {
            return Outcome<AccountDetails>.Refused(problems);
        }

        await using var db = await accountDb.OpenAsync(ct);
        var row = await db.Accounts.SingleAsync(ct);
        row.Describe(input.Name!, input.Slug, input.Color);
        row.Localize(input.TimeZone!, input.Currency!, input.Language!);
        if (Changed(db, row) is not { Length: > 0 } changed)
        {
            return AccountDetails.Of(row);
        }

        db.Audit(AuditAct.AccountChanged, row.Name, row.Id, changed);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Problem("details.slug_taken").At("/slug");
        }

        // Limits of AI begin at the account's midnights.
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Ai}, {account.Id.ToString()})", ct);
        return AccountDetails.Of(row);
    }

    private static List<Problem> Check(AccountInput input)
    {
        var problems = new List<Problem>();
        if (AccountName.Check(input.Name!) is { } nameProblem)
        {
            problems.Add(nameProblem);
        }

        if (input.Slug is { } slug && !Slug.IsGood(slug))
        {
            problems.Add(new Problem("details.slug_malformed", Slug.MinLength, Slug.MaxLength).At("/slug"));
        }

        if (input.Color is { } color && !ColorPattern().IsMatch(color))
        {
            problems.Add(new Problem("details.color_malformed").At("/color"));
        }

        if (TimeZones.Find(input.TimeZone) is null)
        {
            problems.Add(new Problem("details.unknown_zone").At("/timeZone"));
        }

        if (!Currencies.IsKnown(input.Currency))
        {
            problems.Add(new Problem("details.unknown_currency").At("/currency"));
        }

        if (!Languages.IsKnown(input.Language))
        {
            problems.Add(new Problem("document.unknown_language", input.Language!).At("/language"));
        }

        return problems;
    }

    /// <summary>Names of what is another now, for the log.</summary>
    private static string Changed(BotStudioDb db, Account row) =>
        string.Join(
            ", ",
            db.Entry(row).Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name.ToLowerInvariant())
        );

    [GeneratedRegex("^#[0-9a-f]{6}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorPattern();
}

/// <summary>Everything of it; what is null or empty falls back to what an account begins with.</summary>
public sealed record AccountInput(
    string? Name,
    string? Slug = null,
    string? Color = null,
    string? TimeZone = null,
    string? Currency = null,
    string? Language = null
)
{
    internal AccountInput Cleaned() =>
        new(
            (Name ?? "").Trim(),
            Blank(Slug)?.ToLowerInvariant(),
            Blank(Color)?.ToLowerInvariant(),
            Blank(TimeZone) ?? Account.DefaultTimeZone,
            (Blank(Currency) ?? Account.DefaultCurrency).ToUpperInvariant(),
            Blank(Language) ?? Languages.Default
        );

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Currencies that an account may choose: those in use where the product's readers are, and the world's most used.</summary>
public static class Currencies
{
    public static readonly IReadOnlyList<string> All =
    [
        "USD",
        "EUR",
        "GBP",
        "UAH",
        "PLN",
        "CHF",
        "CZK",
        "SEK",
        "NOK",
        "DKK",
        "HUF",
        "RON",
        "BGN",
        "MDL",
        "GEL",
        "KZT",
        "RUB",
        "BYN",
        "TRY",
        "ILS",
        "AED",
        "INR",
        "CNY",
        "JPY",
        "KRW",
        "SGD",
        "HKD",
        "AUD",
        "NZD",
        "CAD",
        "BRL",
        "MXN",
        "ZAR",
    ];

    public static bool IsKnown(string? code) => code is not null && All.Contains(code);
}
