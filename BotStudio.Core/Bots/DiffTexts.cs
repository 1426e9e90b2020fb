using BotStudio.Core.Localization;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Bots;

/// <summary>Says in the reader's language what <see cref="DocumentDiff"/> found.</summary>
public sealed class DiffTexts(IStringLocalizer<BotsText> texts)
{
    /// <summary>What the part is called: "Command /price".</summary>
    public string NameOf(ChangedPart part) => texts[$"diff.group.{part.Key}", part.Name ?? ""];

    /// <summary>What happened: "Reply text changed (English)".</summary>
    public string Of(DocumentChange change) =>
        texts[
            change.Line == LineKind.Switch
                ? $"diff.{change.Key}.{change.After ?? change.Before}"
                : $"diff.{change.Key}.{KeyOf(change.Kind)}",
            change.Language is { } language ? NativeName(language) : "",
            change.Name ?? ""
        ];

    /// <summary>What it was before, as people read it; null when it was not there or the sentence says it all.</summary>
    public string? Before(DocumentChange change) => Value(change, change.Before);

    /// <inheritdoc cref="Before"/>
    public string? After(DocumentChange change) => Value(change, change.After);

    private string? Value(DocumentChange change, string? value) =>
        change.Line switch
        {
            _ when value is null => null,
            LineKind.Switch => null,
            LineKind.Choice => texts[$"diff.value.{value}"],
            _ => value,
        };

    private static string KeyOf(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Added => "added",
            ChangeKind.Removed => "removed",
            _ => "changed",
        };

    private static string NativeName(string code) => Languages.All.FirstOrDefault(language => language.Code == code)?.NativeName ?? code;
}
