using System.Globalization;
using BotStudio.Core.Commands.Responses;
using Rows = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.IReadOnlyList<BotStudio.Core.Commands.Responses.MenuButton>>;

namespace BotStudio.Web.Commands;

/// <summary>What can be done to rows of buttons. Each gives new rows, or the same ones when there is nothing to do; rows without buttons go.</summary>
public static class RowEdits
{
    public static MenuButton? Button(this Rows rows, string id) => rows.SelectMany(row => row).FirstOrDefault(button => button.Id == id);

    public static int CountButtons(this Rows rows) => rows.Sum(row => row.Count);

    /// <summary>Row and position in it; null when there is no such button.</summary>
    public static (int Row, int Index)? PlaceOf(this Rows rows, string id)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            for (var index = 0; index < rows[row].Count; index++)
            {
                if (rows[row][index].Id == id)
                {
                    return (row, index);
                }
            }
        }

        return null;
    }

    /// <param name="row">A row that is not there yet is made.</param>
    public static Rows Insert(this Rows rows, MenuButton button, int row, int index)
    {
        var lists = Lists(rows);
        if (row < 0 || row >= lists.Count)
        {
            lists.Insert(row < 0 ? 0 : lists.Count, [button]);
        }
        else
        {
            lists[row].Insert(Math.Clamp(index, 0, lists[row].Count), button);
        }

        return Filled(lists);
    }

    public static Rows InsertRow(this Rows rows, MenuButton button, int row)
    {
        var lists = Lists(rows);
        lists.Insert(Math.Clamp(row, 0, lists.Count), [button]);
        return Filled(lists);
    }

    public static Rows Edit(this Rows rows, string id, Func<MenuButton, MenuButton> edit) =>
        rows.Button(id) is { } button && edit(button) is var edited && edited != button
            ? [.. rows.Select(row => row.Select(each => each.Id == id ? edited : each).ToList())]
            : rows;

    public static Rows Remove(this Rows rows, string id) =>
        rows.Button(id) is null ? rows : Filled([.. rows.Select(row => row.Where(each => each.Id != id).ToList())]);

    /// <summary>To a place in a row, both counted before the button is taken from where it is.</summary>
    public static Rows Move(this Rows rows, string id, int row, int index)
    {
        if (rows.PlaceOf(id) is not { } from || row < 0 || row >= rows.Count)
        {
            return rows;
        }

        if (from.Row == row && index is var to && (to == from.Index || to == from.Index + 1))
        {
            return rows;
        }

        var button = rows.Button(id)!;
        var lists = Lists(rows);
        lists[row].Insert(Math.Clamp(index, 0, lists[row].Count), button);
        lists[from.Row].RemoveAt(from.Row == row && index < from.Index ? from.Index + 1 : from.Index);
        return Filled(lists);
    }

    /// <summary>To a row of its own, before the row that is at this position now.</summary>
    public static Rows MoveToNewRow(this Rows rows, string id, int row)
    {
        if (rows.PlaceOf(id) is not { } from)
        {
            return rows;
        }

        // Alone in its row and put next to it: that is where it is.
        if (rows[from.Row].Count == 1 && (row == from.Row || row == from.Row + 1))
        {
            return rows;
        }

        var lists = Lists(rows);
        var button = lists[from.Row][from.Index];
        lists[from.Row].RemoveAt(from.Index);
        lists.Insert(Math.Clamp(row, 0, lists.Count), [button]);
        return Filled(lists);
    }

    /// <summary>One step as arrow keys make it: along the row, or to the row above or below, at the edge to a new one.</summary>
    public static Rows Step(this Rows rows, string id, MenuDirection direction)
    {
        if (rows.PlaceOf(id) is not { } from)
        {
            return rows;
        }

        return direction switch
        {
            MenuDirection.Left => rows.Move(id, from.Row, from.Index - 1 < 0 ? from.Index : from.Index - 1),
            MenuDirection.Right => from.Index + 1 < rows[from.Row].Count ? rows.Move(id, from.Row, from.Index + 2) : rows,
            MenuDirection.Up when from.Row == 0 => rows.MoveToNewRow(id, 0),
            MenuDirection.Up => rows.Move(id, from.Row - 1, from.Index),
            MenuDirection.Down when from.Row == rows.Count - 1 => rows.MoveToNewRow(id, rows.Count),
            _ => rows.Move(id, from.Row + 1, from.Index),
        };
    }

    /// <summary>The buttons that lead to the menu behind a button, outermost first and it the last; null when there is none.</summary>
    public static IReadOnlyList<MenuButton>? TrailTo(this Rows rows, string id)
    {
        foreach (var button in rows.SelectMany(row => row).Where(button => button.Action == ButtonAction.OpenSubmenu))
        {
            if (button.Id == id)
            {
                return [button];
            }

            if (button.Submenu?.Rows.TrailTo(id) is { } inner)
            {
                return [button, .. inner];
            }
        }

        return null;
    }

    /// <summary>Where the menu behind the last button of a trail is, below the response: <c>/rows/0/1/submenu</c>.</summary>
    public static string PlaceOfTrail(this Rows rows, IReadOnlyList<MenuButton> trail)
    {
        var place = "";
        foreach (var button in trail)
        {
            var (row, index) = rows.PlaceOf(button.Id) ?? default;
            place += string.Create(CultureInfo.InvariantCulture, $"/rows/{row}/{index}/submenu");
            rows = button.Submenu?.Rows ?? [];
        }

        return place;
    }

    /// <summary>The button that a place is about, and the menu that it is in; null when the place is about no button.</summary>
    /// <param name="place">Of the response.</param>
    public static (string? Menu, string? Button)? At(this Rows rows, string place, string shown)
    {
        (string? Menu, string? Button)? found = null;
        string? menu = null;
        while (Inside(rows, place, shown) is var (button, at))
        {
            found = (menu, button.Id);
            if (!shown.StartsWith(at + "/submenu/", StringComparison.Ordinal))
            {
                break;
            }

            // The text of the menu, or one of its buttons.
            menu = button.Id;
            found = (menu, null);
            place = at + "/submenu";
            rows = button.Submenu?.Rows ?? [];
        }

        return found;
    }

    public static Rows EditSubmenu(this Rows rows, string id, Func<Submenu, Submenu> edit)
    {
        if (rows.TrailTo(id) is not { } trail)
        {
            return rows;
        }

        var outermost = trail[0];
        return rows.Edit(
            outermost.Id,
            button =>
            {
                var submenu = button.Submenu ?? new Submenu();
                var edited =
                    trail.Count == 1 ? edit(submenu)
                    : submenu.Rows.EditSubmenu(id, edit) is var inner && inner != submenu.Rows ? submenu with { Rows = inner }
                    : submenu;
                return edited == button.Submenu ? button : button with { Submenu = edited };
            }
        );
    }

    private static (MenuButton Button, string Place)? Inside(Rows rows, string place, string shown)
    {
        foreach (var button in rows.SelectMany(row => row))
        {
            var (row, index) = rows.PlaceOf(button.Id) ?? default;
            var at = string.Create(CultureInfo.InvariantCulture, $"{place}/rows/{row}/{index}");
            if (shown.StartsWith(at + "/", StringComparison.Ordinal))
            {
                return (button, at);
            }
        }

        return null;
    }

    private static List<List<MenuButton>> Lists(Rows rows) => [.. rows.Select(row => row.ToList())];

    private static List<List<MenuButton>> Filled(List<List<MenuButton>> rows) => rows.FindAll(row => row.Count > 0);
}

public enum MenuDirection
{
    Left,
    Right,
    Up,
    Down,
}
