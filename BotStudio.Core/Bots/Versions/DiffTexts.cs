using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Localization;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Says in the reader's language what <see cref="DocumentDiff"/> found.</summary>
public sealed class DiffTexts(IStringLocalizer<BotsText> texts, IStringLocalizer<FormsText> ofForms)
{
    /// <summary>What the part is called: "Command /price".</summary>
    public string NameOf(ChangedPart part) => Text($"diff.group.{part.Key}", part.Name ?? "");

    /// <summary>What happened: "Reply text changed (English)".</summary>
    public string Of(DocumentChange change)
    {
        object[] args = [change.Language is { } language ? NativeName(language) : "", change.Name ?? ""];
        var how = change.Line == LineKind.Switch ? change.After ?? change.Before : KeyOf(change.Kind);
        // Where the values before and after say what happened, one text names what they are.
        return Find($"diff.{change.Key}.{how}", args) ?? Text($"diff.{change.Key}", args);
    }

    /// <summary>What it was before, as people read it; null when it was not there or the sentence says it all.</summary>
    public string? Before(DocumentChange change) => Value(change, change.Before);

    /// <inheritdoc cref="Before"/>
    public string? After(DocumentChange change) => Value(change, change.After);

    private string? Value(DocumentChange change, string? value) =>
        change.Line switch
        {
            _ when value is null => null,
            LineKind.Switch => null,
            LineKind.Choice => Text($"diff.value.{value}"),
            _ => value,
        };

    private string Text(string key, params object[] args) => Find(key, args) ?? key;

    private string? Find(string key, object[] args) =>
        texts[key, args] is { ResourceNotFound: false } found ? found.Value
        : ofForms[key, args] is { ResourceNotFound: false } other ? other.Value
        : null;

    private static string KeyOf(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Added => "added",
            ChangeKind.Removed => "removed",
            _ => "changed",
        };

    private static string NativeName(string code) => Languages.All.FirstOrDefault(language => language.Code == code)?.NativeName ?? code;
}
