using BotStudio.Core.Commands;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Commands;
using Bunit;

namespace BotStudio.Tests.Commands;

public sealed class CallingSectionTests : DraftScreen
{
    private readonly DraftSession draft = Draft(A.Document(A.TextCommand("price", "10 euros"), A.TextCommand("hours", "9 to 17")));

    private Command Command => draft.Document.Commands[0];

    [Fact]
    public void Other_names_are_brought_into_form()
    {
        Section().Find("[data-place$='/aliases']").Change("/Cost, how-much;cost  HOW_MUCH2");

        Assert.Equal(["cost", "how_much", "how_much2"], Command.Aliases);
    }

    [Fact]
    public void A_name_that_another_command_has_is_refused()
    {
        var section = Section();

        section.Find("[data-place$='/aliases']").Change("cost, hours");
        section.Render(part => part.Add(p => p.Command, Command));

        Assert.Contains("There is already a command", draft.Problems.Count > 0 ? Errors(section) : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-3", -3)]
    [InlineData("", 0)]
    public void Priority_is_a_number(string typed, int expected)
    {
        Section().Find("[data-place$='/priority']").Change(typed);

        Assert.Equal(expected, Command.Priority);
    }

    private static string Errors(IRenderedComponent<CallingSection> section) =>
        string.Concat(section.FindAll(".error").Select(error => error.TextContent));

    private IRenderedComponent<CallingSection> Section() =>
        Show<CallingSection>(
            draft,
            part =>
                part.Add(p => p.Command, Command)
                    .Add(p => p.Place, "/commands/id-price")
                    .Add(p => p.Edit, edit => draft.Change(document => document.Edit(Command.Id, edit)))
        );
}
