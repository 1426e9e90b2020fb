using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>Which leads are meant: those for which all that is said holds.</summary>
public sealed record LeadFilter
{
    public static readonly LeadFilter All = new();

    public const int MaxTextLength = 200;

    public Guid? BotId { get; init; }

    /// <summary>Key of a status.</summary>
    public string? Status { get; init; }

    public Guid? AssigneeId { get; init; }

    /// <summary>Only those that nobody looks after.</summary>
    public bool IsFree { get; init; }

    public LeadSource? Source { get; init; }

    public Guid? ContactId { get; init; }

    /// <summary>Made at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Words that are all in it somewhere; a phone number in any spelling.</summary>
    public string Text { get; init; } = "";

    public bool IsAll => this == All;

    internal IQueryable<Lead> Of(IQueryable<Lead> leads, IReadOnlyList<LeadStatusRow> statuses)
    {
        leads = leads.Where(l =>
            (BotId == null || l.BotId == BotId)
            && (AssigneeId == null || l.AssigneeId == AssigneeId)
            && (!IsFree || (l.AssigneeId == null && l.TakenBy == null))
            && (Source == null || l.Source == Source)
            && (ContactId == null || l.ContactId == ContactId)
            && (From == null || l.CreatedAt >= From)
            && (Until == null || l.CreatedAt < Until)
        );
        if (Status is { } status)
        {
            leads = InStatus(leads, status, statuses);
        }

        foreach (var word in Words(Text))
        {
            leads = leads.Where(l => EF.Functions.Like(l.SearchText, word, "\\"));
        }

        return leads;
    }

    /// <summary>Where new ones begin stand also those whose status is gone.</summary>
    internal static IQueryable<Lead> InStatus(IQueryable<Lead> leads, string status, IReadOnlyList<LeadStatusRow> statuses)
    {
        if (statuses.Of(status).Key != status || statuses.Of("").Key != status)
        {
            return leads.Where(l => l.Status == status);
        }

        string[] others = [.. statuses.Select(s => s.Key).Where(key => key != status)];
        return leads.Where(l => !others.Contains(l.Status));
    }

    private static IEnumerable<string> Words(string text)
    {
        var clean = StoredText.Cut(StoredText.Clean(text).Trim().ToLowerInvariant(), MaxTextLength);
        var digits = string.Concat(clean.Where(char.IsAsciiDigit));
        return digits.Length >= 5 && clean.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or ' ' or '.')
            ? [Pattern(digits)]
            : clean.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Pattern);
    }

    private static string Pattern(string word) =>
        $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
