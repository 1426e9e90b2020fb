using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;
using BotStudio.Web.Commands;

namespace BotStudio.Tests.Commands;

/// <summary>Rows are written as their buttons' ids: rows by <c>/</c>, buttons by blanks.</summary>
public sealed class RowEditsTests
{
    [Theory]
    [InlineData("a b/c", "a", 0, 2, "b a/c")]
    [InlineData("a b/c", "b", 0, 0, "b a/c")]
    [InlineData("a b/c", "a", 1, 0, "b/a c")]
    [InlineData("a b/c", "a", 1, 9, "b/c a")]
    [InlineData("a b/c", "c", 0, 1, "a c b")]
    [InlineData("a b/c", "a", 0, 1, "a b/c")]
    [InlineData("a b/c", "a", 7, 0, "a b/c")]
    public void A_button_moves_within_and_between_rows(string before, string id, int row, int index, string after)
    {
        Assert.Equal(after, Text(Rows(before).Move(id, row, index)));
    }

    [Theory]
    [InlineData("a b/c", "a", 0, "a/b/c")]
    [InlineData("a b/c", "a", 2, "b/c/a")]
    [InlineData("a b/c", "c", 0, "c/a b")]
    [InlineData("a b/c", "c", 1, "a b/c")]
    [InlineData("a b/c", "c", 2, "a b/c")]
    public void A_button_moves_to_a_row_of_its_own(string before, string id, int row, string after)
    {
        Assert.Equal(after, Text(Rows(before).MoveToNewRow(id, row)));
    }

    [Theory]
    [InlineData("a b/c", "b", MenuDirection.Left, "b a/c")]
    [InlineData("a b/c", "a", MenuDirection.Left, "a b/c")]
    [InlineData("a b/c", "a", MenuDirection.Right, "b a/c")]
    [InlineData("a b/c", "b", MenuDirection.Right, "a b/c")]
    [InlineData("a b/c", "b", MenuDirection.Up, "b/a/c")]
    [InlineData("a/b", "a", MenuDirection.Up, "a/b")]
    [InlineData("a b/c", "c", MenuDirection.Up, "c a b")]
    [InlineData("a b/c", "b", MenuDirection.Down, "a/c b")]
    [InlineData("a/b c", "c", MenuDirection.Down, "a/b/c")]
    public void A_button_takes_one_step_by_keyboard(string before, string id, MenuDirection direction, string after)
    {
        Assert.Equal(after, Text(Rows(before).Step(id, direction)));
    }

    [Fact]
    public void A_row_goes_with_its_last_button()
    {
        Assert.Equal("a b", Text(Rows("a b/c").Remove("c")));
    }

    [Fact]
    public void A_new_button_goes_into_a_row_or_a_new_one()
    {
        var button = A.LinkButton("x", "https://example.com");

        Assert.Equal("a x b/c", Text(Rows("a b/c").Insert(button, 0, 1)));
        Assert.Equal("a b/c/x", Text(Rows("a b/c").Insert(button, 2, 0)));
        Assert.Equal("x", Text(new MenuResponse().Rows.Insert(button, 0, 0)));
        Assert.Equal("a b/x/c", Text(Rows("a b/c").InsertRow(button, 1)));
    }

    [Fact]
    public void Editing_a_button_into_itself_changes_nothing()
    {
        var rows = Rows("a b/c");

        Assert.Same(rows, rows.Edit("b", button => button with { Url = button.Url }));
        Assert.Equal("https://example.org", rows.Edit("b", button => button with { Url = "https://example.org" }).Button("b")!.Url);
    }

    private static IReadOnlyList<IReadOnlyList<MenuButton>> Rows(string written) =>
        [.. written.Split('/').Select(row => row.Split(' ').Select(id => A.LinkButton(id, "https://example.com")).ToList())];

    private static string Text(IReadOnlyList<IReadOnlyList<MenuButton>> rows) =>
        string.Join('/', rows.Select(row => string.Join(' ', row.Select(button => button.Id))));
}
