using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Trials.Tests;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots.Frame;

public sealed class PublishButtonTests : DraftScreen
{
    public PublishButtonTests()
        : base(services =>
        {
            services.AddSingleton(new OpenVersion(null!));
            services.AddSingleton<DiffTexts>();
        }) =>
        // Asks the database; has tests of its own.
        ComponentFactories.AddStub<PublishTests>();

    [Fact]
    public void What_is_in_the_way_is_named_and_leads_to_its_place()
    {
        var draft = Draft(A.Document(A.TextCommand("price", "")) with { Fallback = [] });

        var links = Show<ProblemLinks>(draft, part => part.Add(p => p.Draft, draft)).FindAll("a");

        Assert.Equal(["When nothing fits · English", "/price · English"], links.Select(link => link.QuerySelector("b")!.TextContent));
        Assert.EndsWith(
            "/commands/id-price?at=%2Fcommands%2Fid-price%2Fresponse%2Ftext%2Fen",
            links[1].GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_viewer_cannot_publish()
    {
        var draft = Draft(A.Document(), Core.Accounts.Role.Operator);

        var button = Show<PublishButton>(draft, part => part.Add(p => p.Draft, draft).Add(p => p.Bot, null)).Find("button.primary");

        Assert.True(button.HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_missing_translation_is_mentioned_and_not_in_the_way()
    {
        var draft = Draft(A.Document(A.TextCommand("price", "Ten")), publishedNumber: null);
        var button = Show<PublishButton>(draft, part => part.Add(p => p.Draft, draft).Add(p => p.Bot, null));

        await button.InvokeAsync(() => button.Find("button").ClickAsync(new()));

        Assert.Contains(
            "Українська: texts without a translation: 1",
            button.Find(".alert.warning li").TextContent,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(button.FindAll("button[type=submit]"));
    }
}
