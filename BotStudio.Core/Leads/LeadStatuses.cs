using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>What leads of an account go through, from the left of its board to the right.</summary>
public static class LeadStatuses
{
    public const int Most = 12;

    /// <summary>Where new leads begin in an account that has changed nothing.</summary>
    public const string New = "new";

    public const string InWork = "in_work";
    public const string Won = "won";
    public const string Lost = "lost";

    /// <summary>The stylesheet has a shade of each for either theme.</summary>
    public static readonly IReadOnlyList<string> Colors = ["teal", "blue", "violet", "pink", "amber", "green", "red", "gray"];

    internal static readonly IReadOnlyList<(string Key, string Color, LeadStatusKind Kind)> BuiltIn =
    [
        (New, "blue", LeadStatusKind.Open),
        (InWork, "amber", LeadStatusKind.Open),
        (Won, "green", LeadStatusKind.Won),
        (Lost, "gray", LeadStatusKind.Lost),
    ];

    /// <summary>The four as rows, for an account that is about to change one of them.</summary>
    private static IEnumerable<LeadStatus> BuiltInRows(Guid accountId) =>
        BuiltIn.Select((status, index) => new LeadStatus(accountId, status.Key, null, status.Color, status.Kind, index));

    /// <summary>From the left.</summary>
    internal static async Task<IReadOnlyList<LeadStatus>> LoadAsync(BotStudioDb db, Guid accountId, CancellationToken ct)
    {
        var own = await db
            .LeadStatuses.AsNoTracking()
            .Where(s => s.AccountId == accountId)
            .OrderBy(s => s.Position)
            .ThenBy(s => s.Key)
            .ToListAsync(ct);
        return own.Count > 0 ? own : [.. BuiltInRows(accountId)];
    }

    /// <summary>The same in the current language.</summary>
    internal static async Task<IReadOnlyList<LeadStatusRow>> ReadAsync(
        BotStudioDb db,
        Guid accountId,
        IStringLocalizer<LeadsText> texts,
        CancellationToken ct
    ) => [.. (await LoadAsync(db, accountId, ct)).Select(status => RowOf(status, texts))];

    internal static string NameOf(LeadStatus status, IStringLocalizer<LeadsText> texts) => status.Name ?? BuiltInName(status.Key, texts);

    /// <summary>A lead whose status is gone stands where new ones begin.</summary>
    public static LeadStatusRow Of(this IReadOnlyList<LeadStatusRow> statuses, string key) =>
        statuses.FirstOrDefault(status => status.Key == key) ?? statuses.First(status => status.Kind == LeadStatusKind.Open);

    /// <inheritdoc cref="Of(IReadOnlyList{LeadStatusRow}, string)"/>
    internal static LeadStatus Of(this IReadOnlyList<LeadStatus> statuses, string key) =>
        statuses.FirstOrDefault(status => status.Key == key) ?? statuses.First(status => status.Kind == LeadStatusKind.Open);

    private static LeadStatusRow RowOf(LeadStatus status, IStringLocalizer<LeadsText> texts) =>
        new(status.Key, NameOf(status, texts), status.Name is not null, status.Color, status.Kind);

    private static string BuiltInName(string key, IStringLocalizer<LeadsText> texts) =>
        key switch
        {
            New => texts["status.new"],
            InWork => texts["status.in_work"],
            Won => texts["status.won"],
            Lost => texts["status.lost"],
            _ => key,
        };
}

/// <param name="Name">In the reader's language where it is a built-in one under its own name.</param>
public sealed record LeadStatusRow(string Key, string Name, bool HasOwnName, string Color, LeadStatusKind Kind);
