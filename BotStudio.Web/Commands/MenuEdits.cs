using BotStudio.Core.Commands.Responses;

namespace BotStudio.Web.Commands;

/// <summary>What can be done to the buttons of a menu. Each gives a new menu, or the same one when there is nothing to do; rows without buttons go.</summary>
public static class MenuEdits
{
    public static MenuButton? Button(this MenuResponse menu, string id) =>
        menu.Rows.SelectMany(row => row).FirstOrDefault(button => button.Id == id);

    /// <summary>Row and position in it; null when there is no such button.</summary>
    public static (int Row, int Index)? PlaceOf(this MenuResponse menu, string id)
    {
        for (var row = 0; row < menu.Rows.Count; row++)
        {
            for (var index = 0; index < menu.Rows[row].Count; index++)
            {
                if (menu.Rows[row][index].Id == id)
                {
                    return (row, index);
                }
            }
        }

        return null;
    }

    /// <param name="row">A row that is not there yet is made.</param>
    public static MenuResponse Insert(this MenuResponse menu, MenuButton button, int row, int index)
    {
        var rows = Rows(menu);
        if (row < 0 || row >= rows.Count)
        {
            rows.Insert(row < 0 ? 0 : rows.Count, [button]);
        }
        else
        {
            rows[row].Insert(Math.Clamp(index, 0, rows[row].Count), button);
        }

        return menu with
        {
            Rows = [.. rows],
        };
    }

    public static MenuResponse InsertRow(this MenuResponse menu, MenuButton button, int row)
    {
        var rows = Rows(menu);
        rows.Insert(Math.Clamp(row, 0, rows.Count), [button]);
        return menu with { Rows = [.. rows] };
    }

    public static MenuResponse Edit(this MenuResponse menu, string id, Func<MenuButton, MenuButton> edit) =>
        menu.Button(id) is { } button && edit(button) is var edited && edited != button
            ? menu with
            {
                Rows = [.. menu.Rows.Select(row => row.Select(each => each.Id == id ? edited : each).ToList())],
            }
            : menu;

    public static MenuResponse Remove(this MenuResponse menu, string id) =>
        menu.Button(id) is null
            ? menu
            : menu with
            {
                Rows = [.. menu.Rows.Select(row => row.Where(each => each.Id != id).ToList()).Where(row => row.Count > 0)],
            };

    /// <summary>To a place in a row, both counted before the button is taken from where it is.</summary>
    public static MenuResponse Move(this MenuResponse menu, string id, int row, int index)
    {
        if (menu.PlaceOf(id) is not { } from || row < 0 || row >= menu.Rows.Count)
        {
            return menu;
        }

        if (from.Row == row && index is var to && (to == from.Index || to == from.Index + 1))
        {
            return menu;
        }

        var button = menu.Button(id)!;
        var rows = Rows(menu);
        rows[row].Insert(Math.Clamp(index, 0, rows[row].Count), button);
        rows[from.Row].RemoveAt(from.Row == row && index < from.Index ? from.Index + 1 : from.Index);
        return menu with { Rows = [.. rows.Where(each => each.Count > 0)] };
    }

    /// <summary>To a row of its own, before the row that is at this position now.</summary>
    public static MenuResponse MoveToNewRow(this MenuResponse menu, string id, int row)
    {
        if (menu.PlaceOf(id) is not { } from)
        {
            return menu;
        }

        // Alone in its row and put next to it: that is where it is.
        if (menu.Rows[from.Row].Count == 1 && (row == from.Row || row == from.Row + 1))
        {
            return menu;
        }

        var rows = Rows(menu);
        var button = rows[from.Row][from.Index];
        rows[from.Row].RemoveAt(from.Index);
        rows.Insert(Math.Clamp(row, 0, rows.Count), [button]);
        return menu with { Rows = [.. rows.Where(each => each.Count > 0)] };
    }

    /// <summary>One step as arrow keys make it: along the row, or to the row above or below, at the edge to a new one.</summary>
    public static MenuResponse Step(this MenuResponse menu, string id, MenuDirection direction)
    {
        if (menu.PlaceOf(id) is not { } from)
        {
            return menu;
        }

        return direction switch
        {
            MenuDirection.Left => menu.Move(id, from.Row, from.Index - 1 < 0 ? from.Index : from.Index - 1),
            MenuDirection.Right => from.Index + 1 < menu.Rows[from.Row].Count ? menu.Move(id, from.Row, from.Index + 2) : menu,
            MenuDirection.Up when from.Row == 0 => menu.MoveToNewRow(id, 0),
            MenuDirection.Up => menu.Move(id, from.Row - 1, from.Index),
            MenuDirection.Down when from.Row == menu.Rows.Count - 1 => menu.MoveToNewRow(id, menu.Rows.Count),
            _ => menu.Move(id, from.Row + 1, from.Index),
        };
    }

    private static List<List<MenuButton>> Rows(MenuResponse menu) => [.. menu.Rows.Select(row => row.ToList())];
}

public enum MenuDirection
{
    Left,
    Right,
    Up,
    Down,
}
