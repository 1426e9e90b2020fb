using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Rows of buttons, and the rows behind them.</summary>
public static class ButtonRows
{
    /// <summary>Buttons of one row that phones still show readably (Telegram's clients squeeze more than 8).</summary>
    public const int MaxButtonsInRow = 8;

    /// <summary>Telegram drops keyboards of more than 100 buttons. A submenu has one less, for its "back".</summary>
    public const int MaxButtons = 100;

    /// <summary>The buttons, and those of their submenus.</summary>
    public static IEnumerable<MenuButton> All(IReadOnlyList<IReadOnlyList<MenuButton>> rows)
    {
        foreach (var button in rows.SelectMany(row => row))
        {
            yield return button;
            if (button is { Action: ButtonAction.OpenSubmenu, Submenu: { } submenu })
            {
                foreach (var inner in All(submenu.Rows))
                {
                    yield return inner;
                }
            }
        }
    }

    internal static void Check(IReadOnlyList<IReadOnlyList<MenuButton>> rows, DocumentCheck check, string place, int depth)
    {
        var most = depth == 0 ? MaxButtons : MaxButtons - 1;
        if (rows.Sum(row => row.Count) > most)
        {
            check.Add("menu.too_many_buttons", place, most);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var rowPlace = $"{place}/{row}";
            if (rows[row].Count is 0 or > MaxButtonsInRow)
            {
                check.Add(rows[row].Count == 0 ? "menu.empty_row" : "menu.row_too_long", rowPlace, MaxButtonsInRow);
            }

            for (var button = 0; button < rows[row].Count; button++)
            {
                rows[row][button].Check(check, $"{rowPlace}/{button}", depth);
            }
        }
    }

    /// <param name="under">Id of the outline's line that the rows belong to; null for those of the answer itself.</param>
    internal static void Outline(IReadOnlyList<IReadOnlyList<MenuButton>> rows, DocumentOutline outline, string? under)
    {
        var prefix = under is null ? "" : under + "/";
        foreach (var button in rows.SelectMany(row => row))
        {
            button.Outline(outline, $"{prefix}button/{button.Id}");
        }

        if (rows.Count > 0)
        {
            outline.Order(
                prefix + "layout",
                "layout",
                rows.Select(row => row.Select(button => (button.Id, button.NameIn(outline.Document))))
            );
        }
    }

    internal static IReadOnlyList<IReadOnlyList<MenuButton>> Copy(IReadOnlyList<IReadOnlyList<MenuButton>> rows) =>
        [.. rows.Select(row => row.Select(button => button.Copy()).ToArray())];
}
