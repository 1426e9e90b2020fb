using System.Globalization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Options as rows of buttons: short ones side by side, many of them on pages.</summary>
internal static class OptionButtons
{
    /// <summary>More than this are hard to look over; they go on pages.</summary>
    private const int MaxShown = 20;

    private const int OnPage = 16;

    public static IReadOnlyList<IReadOnlyList<OutgoingButton>> Rows(
        AskedQuestion asked,
        IReadOnlyList<FieldOption> options,
        string turnedTo,
        FormTapKind kind,
        IReadOnlyList<string>? ticked
    )
    {
        var pages = options.Count <= MaxShown ? 1 : (options.Count + OnPage - 1) / OnPage;
        var page = int.TryParse(turnedTo, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, pages - 1)
            : 0;
        var shown = pages == 1 ? options : [.. options.Skip(page * OnPage).Take(OnPage)];
        // With the page, so that a tick shows the same page again.
        var argument = pages == 1 ? "" : "." + page.ToString(CultureInfo.InvariantCulture);
        var buttons = shown
            .Select(option =>
                asked.Button(Caption(asked, option, ticked), kind, kind == FormTapKind.Tick ? option.Id + argument : option.Id)
            )
            .ToArray();
        var longest = buttons.Length == 0 ? 0 : buttons.Max(button => button.Text.Length);
        IReadOnlyList<OutgoingButton>[] rows =
        [
            .. buttons.Chunk(
                longest <= 10 ? 3
                : longest <= 18 ? 2
                : 1
            ),
        ];
        return pages == 1 ? rows : [.. rows, Pages(asked, page, pages)];
    }

    /// <summary>The option and the page of a tick.</summary>
    public static (string Option, string Page) Parse(string argument) =>
        argument.Split('.') is [var option, var page] ? (option, page) : (argument, "");

    private static string Caption(AskedQuestion asked, FieldOption option, IReadOnlyList<string>? ticked)
    {
        var label = option.Label.In(asked.Language, asked.Form.DefaultLanguage);
        return ticked is null ? label : (ticked.Contains(option.Id) ? "✅ " : "▫️ ") + label;
    }

    private static OutgoingButton[] Pages(AskedQuestion asked, int page, int pages) =>
        [
            TurnTo(asked, "‹", (page + pages - 1) % pages),
            asked.Button($"{page + 1} / {pages}", FormTapKind.Nothing),
            TurnTo(asked, "›", (page + 1) % pages),
        ];

    private static OutgoingButton TurnTo(AskedQuestion asked, string caption, int page) =>
        asked.Button(caption, FormTapKind.Turn, page.ToString(CultureInfo.InvariantCulture));
}
