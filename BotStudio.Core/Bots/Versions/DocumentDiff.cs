using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Bots.Versions;

/// <summary>What differs between two documents of a bot, part by part, in the order of the later document.</summary>
public static class DocumentDiff
{
    public static IReadOnlyList<ChangedPart> Between(BotDocument before, BotDocument after)
    {
        var old = DocumentOutline.Of(before).Groups;
        var now = DocumentOutline.Of(after).Groups;
        var oldById = old.DistinctBy(group => group.Id).ToDictionary(group => group.Id);
        var nowIds = now.Select(group => group.Id).ToHashSet();

        return
        [
            .. now.DistinctBy(group => group.Id)
                .Select(group => oldById.TryGetValue(group.Id, out var earlier) ? Changed(earlier, group) : Whole(ChangeKind.Added, group))
                .Where(part => part.Changes.Count > 0),
            .. oldById.Values.Where(group => !nowIds.Contains(group.Id)).Select(group => Whole(ChangeKind.Removed, group)),
        ];
    }

    private static ChangedPart Whole(ChangeKind kind, OutlineGroup group) =>
        new(
            kind,
            group.Id,
            group.Key,
            group.Name,
            [
                .. group
                    .Lines.Where(line => line is { Value: not null, Kind: not (LineKind.Switch or LineKind.Order) })
                    .Where(line => line.Value != group.Name && !IsInItem(group, line))
                    .Select(line =>
                        Change(kind, line, kind == ChangeKind.Added ? null : line.Value, kind == ChangeKind.Added ? line.Value : null)
                    ),
            ]
        );

    private static ChangedPart Changed(OutlineGroup before, OutlineGroup after)
    {
        var changes = new List<DocumentChange>();
        foreach (var line in after.Lines)
        {
            if (
                Compared(before.Line(line.Id), line) is { } change
                && !(change.Kind == ChangeKind.Added && IsInItemMissingFrom(before, after, line))
            )
            {
                changes.Add(change);
            }
        }

        foreach (var line in before.Lines.Where(line => after.Line(line.Id) is null && !IsInItemMissingFrom(after, before, line)))
        {
            if (line.Value is not null)
            {
                changes.Add(Change(ChangeKind.Removed, line, line.Value, null));
            }
        }

        return new ChangedPart(ChangeKind.Changed, after.Id, after.Key, after.Name ?? before.Name, changes);
    }

    private static DocumentChange? Compared(OutlineLine? before, OutlineLine after)
    {
        if (after.Kind == LineKind.Order)
        {
            return before is null ? null : Moved(before, after);
        }

        if (before?.Value == after.Value && (before is not null || after.Kind != LineKind.Item))
        {
            return null;
        }

        // A part's caption and target have lines of their own.
        if (before is not null && after.Kind == LineKind.Item)
        {
            return null;
        }

        var kind =
            before?.Value is null ? ChangeKind.Added
            : after.Value is null ? ChangeKind.Removed
            : ChangeKind.Changed;
        return Change(kind, after, before?.Value, after.Value);
    }

    private static DocumentChange? Moved(OutlineLine before, OutlineLine after)
    {
        var staying = Ids(before).Intersect(Ids(after)).ToHashSet();
        var old = Only(before, staying);
        var now = Only(after, staying);
        return Shape(old) == Shape(now) ? null : Change(ChangeKind.Changed, after, Written(old), Written(now));

        static IEnumerable<string> Ids(OutlineLine line) => line.Rows.SelectMany(row => row).Select(part => part.Id);
    }

    private static OutlinePart[][] Only(OutlineLine line, HashSet<string> ids) =>
        [.. line.Rows.Select(row => row.Where(part => ids.Contains(part.Id)).ToArray()).Where(row => row.Length > 0)];

    private static string Shape(OutlinePart[][] rows) =>
        string.Join('\n', rows.Select(row => string.Join(' ', row.Select(part => part.Id))));

    private static string Written(OutlinePart[][] rows) =>
        string.Join('\n', rows.Select(row => string.Join(" · ", row.Select(part => part.Name))));

    private static DocumentChange Change(ChangeKind kind, OutlineLine line, string? before, string? after) =>
        new(kind, line.Kind, line.Key, line.Language, line.Name, before, after);

    private static bool IsInItem(OutlineGroup group, OutlineLine line) =>
        group.Lines.Any(item => item.Kind == LineKind.Item && line.Id.StartsWith(item.Id + "/", StringComparison.Ordinal));

    /// <summary>The line belongs to an item that one side does not have: the item's own line says it all.</summary>
    private static bool IsInItemMissingFrom(OutlineGroup missing, OutlineGroup has, OutlineLine line) =>
        has.Lines.Any(item =>
            item.Kind == LineKind.Item && missing.Line(item.Id) is null && line.Id.StartsWith(item.Id + "/", StringComparison.Ordinal)
        );
}

public enum ChangeKind
{
    Added,
    Changed,
    Removed,
}

/// <summary>A part of the document with what changed in it. A part that was added or removed lists all it has or had.</summary>
/// <param name="Id">Of the part: <c>command/7k2m…</c>.</param>
/// <param name="Key">Names the part: <c>diff.group.{key}</c> in the texts, with <paramref name="Name"/> filled in.</param>
public sealed record ChangedPart(ChangeKind Kind, string Id, string Key, string? Name, IReadOnlyList<DocumentChange> Changes);

/// <param name="Key">Says what changed: <c>diff.{key}.{kind}</c> in the texts.</param>
/// <param name="Language">Code of the language of a text that exists in several.</param>
/// <param name="Name">Of the smaller part the change is about, such as a button's caption.</param>
public sealed record DocumentChange(
    ChangeKind Kind,
    LineKind Line,
    string Key,
    string? Language,
    string? Name,
    string? Before,
    string? After
);
