using BotStudio.Core.Conversations;
using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

public sealed class ChatBubbleTests : Screen
{
    private static readonly OutgoingButton Tap = new("Menu") { Data = "b:menu" };
    private static readonly OutgoingButton Link = new("Site") { Url = "https://example.com" };
    private static readonly OutgoingButton BadLink = new("Bad") { Url = "javascript:alert(1)" };

    [Fact]
    public void What_a_bot_says_is_formatted_and_what_a_person_typed_is_not()
    {
        var said = Render<ChatBubble>(b => b.Add(x => x.Text, "**Hello**"));
        var typed = Render<ChatBubble>(b => b.Add(x => x.Text, "**Hello**").Add(x => x.Plain, true));

        Assert.Equal("Hello", said.Find(".text strong").TextContent);
        Assert.Equal("**Hello**", typed.Find(".text").TextContent);
    }

    [Fact]
    public async Task Its_buttons_work_where_somebody_listens()
    {
        OutgoingButton? tapped = null;
        var bubble = Render<ChatBubble>(b =>
            b.Add(x => x.Text, "Hello")
                .Add(
                    x => x.Buttons,
                    [
                        [Tap, Link],
                    ]
                )
                .Add(x => x.OnTap, button => tapped = button)
        );

        await bubble.InvokeAsync(() => bubble.Find("button.key").ClickAsync(new()));

        Assert.Equal(Tap, tapped);
        Assert.Equal("https://example.com", bubble.Find("a.key").GetAttribute("href"));
    }

    [Fact]
    public void In_a_preview_buttons_are_only_shown()
    {
        var bubble = Render<ChatBubble>(b =>
            b.Add(x => x.Text, "Hello")
                .Add(
                    x => x.Buttons,
                    [
                        [Tap],
                        [BadLink],
                    ]
                )
        );

        Assert.Empty(bubble.FindAll("button"));
        Assert.False(bubble.Find("a.key").HasAttribute("href"));
        Assert.Equal(2, bubble.FindAll(".keys").Count);
    }
}
