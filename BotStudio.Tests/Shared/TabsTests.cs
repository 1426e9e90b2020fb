using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

public sealed class TabsTests : Screen
{
    [Theory]
    [InlineData("en", "ArrowRight", "uk")]
    [InlineData("de", "ArrowRight", "en")]
    [InlineData("en", "ArrowLeft", "de")]
    [InlineData("uk", "End", "de")]
    [InlineData("de", "Home", "en")]
    public async Task Arrows_move_around(string from, string key, string to)
    {
        var active = from;
        var tabs = Show(from, next => active = next);

        await tabs.InvokeAsync(() => tabs.Find("[aria-selected=true]").KeyDownAsync(key));

        Assert.Equal(to, active);
    }

    [Fact]
    public void Only_the_current_tab_is_in_the_tab_order_and_it_names_the_panel()
    {
        var tabs = Show("uk", _ => { });

        var inOrder = tabs.FindAll("[role=tab][tabindex='0']").Single();
        Assert.Equal("Українська", inOrder.TextContent.Trim());
        Assert.Equal(inOrder.Id, tabs.Find("[role=tabpanel]").GetAttribute("aria-labelledby"));
    }

    private IRenderedComponent<Tabs> Show(string active, Action<string> changed) =>
        Render<Tabs>(t =>
            t.Add(x => x.Label, "Languages")
                .Add(x => x.Items, [new TabItem("en", "English"), new TabItem("uk", "Українська"), new TabItem("de", "Deutsch")])
                .Add(x => x.Active, active)
                .Add(x => x.ActiveChanged, changed)
                .AddChildContent("panel")
        );
}
