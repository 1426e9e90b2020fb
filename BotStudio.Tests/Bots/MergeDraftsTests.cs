using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

public sealed class MergeDraftsTests
{
    private static readonly Command Price = A.TextCommand("price", "10 euros");
    private static readonly Command Hours = A.TextCommand("hours", "9 to 17");
    private static readonly Command Help = A.TextCommand("help", "Ask away");
    private static readonly BotDocument Before = A.Document(Price, Hours, Help);

    [Fact]
    public void Changes_to_different_fields_come_together()
    {
        var merged = Merge(Before with { Name = "Bakery" }, Before.WithPrompt());

        Assert.Equal("Bakery", merged!.Name);
        Assert.True(merged.Prompt.IsActive);
    }

    [Fact]
    public void Texts_in_different_languages_come_together()
    {
        var mine = Before with { Welcome = A.Text("Hi!", "Вітаємо в крамниці!") };
        var theirs = Before with { Welcome = A.Text("Welcome to the shop!", "Привіт!") };

        var merged = Merge(mine, theirs);

        Assert.Equal(("Hi!", "Привіт!"), (merged!.Welcome["en"], merged.Welcome["uk"]));
    }

    [Fact]
    public void Different_commands_come_together_though_one_of_them_moved()
    {
        var mine = Before with { Commands = [Help, Price, Hours] };
        var theirs = Before with { Commands = [Price with { Name = "prices" }, Hours, Help] };

        Assert.Equal(["help", "prices", "hours"], Merge(mine, theirs)!.Commands.Select(command => command.Name));
    }

    [Fact]
    public void What_one_adds_and_the_other_deletes_is_added_and_deleted()
    {
        var news = A.TextCommand("news", "None");
        var mine = Before with { Commands = [Price, news, Hours, Help] };
        var theirs = Before with { Commands = [Hours, Help] };

        Assert.Equal(["news", "hours", "help"], Merge(mine, theirs)!.Commands.Select(command => command.Name));
    }

    [Fact]
    public void The_same_text_written_differently_is_left_to_a_person()
    {
        Assert.Null(Merge(Before with { Name = "Bakery" }, Before with { Name = "Butcher" }));
    }

    [Fact]
    public void A_command_that_one_edits_and_the_other_deletes_is_left_to_a_person()
    {
        var mine = Before with { Commands = [Price with { Name = "prices" }, Hours, Help] };
        var theirs = Before with { Commands = [Hours, Help] };

        Assert.Null(Merge(mine, theirs));
        Assert.Null(Merge(theirs, mine));
    }

    [Fact]
    public void Two_orders_of_the_same_commands_are_left_to_a_person()
    {
        Assert.Null(Merge(Before with { Commands = [Help, Price, Hours] }, Before with { Commands = [Hours, Price, Help] }));
    }

    [Fact]
    public void The_same_change_twice_is_one_change()
    {
        var changed = Before with { Name = "Bakery" };

        Assert.Equal("Bakery", Merge(changed, changed with { Commands = [Hours] })!.Name);
    }

    [Fact]
    public void A_text_stays_with_a_command_that_became_a_menu_meanwhile()
    {
        var menu = A.Menu(A.LinkButton("open", "https://example.com")) with { Text = A.Text("10 euros") };
        var mine = Before with { Commands = [Price with { Response = menu }, Hours, Help] };
        var theirs = Before with { Commands = [Price with { Response = new TextResponse { Text = A.Text("12 euros") } }, Hours, Help] };

        var merged = Assert.IsType<MenuResponse>(Merge(mine, theirs)!.Commands[0].Response);

        Assert.Equal("12 euros", merged.Text["en"]);
        Assert.Single(merged.Rows);
    }

    private static BotDocument? Merge(BotDocument mine, BotDocument theirs) => MergeDrafts.TryMerge(Before, mine, theirs);
}
