using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Tests.Tools;
using BotStudio.Web.Prompts.Tools;
using Bunit;

namespace BotStudio.Tests.Prompts.Tools;

public sealed class ToolTrialSectionTests(ToolTrialSectionTests.ActsWithOwner acts)
    : BotScreen(acts),
        IClassFixture<ToolTrialSectionTests.ActsWithOwner>
{
    private readonly OwnerServer owner = acts.Owner;

    protected override BotDocument Document => ToolDocuments.With(ToolDocuments.OrderStatus(owner.At("/orders/") + "{{order}}"));

    [Fact]
    public async Task A_call_shows_what_was_sent_what_came_back_and_what_the_model_would_be_told()
    {
        owner.Next(OwnerAnswer.Json("""{"state":"on its way"}"""));
        var section = await CallAsync("117");

        section.WaitForAssertion(() =>
            Assert.Contains("It works: status 200", section.Find(".alert").TextContent, StringComparison.Ordinal)
        );
        var shown = section.FindAll("details pre").Select(part => part.TextContent).ToList();
        Assert.Equal("{\n  \"state\": \"on its way\"\n}", shown[0]);
        Assert.Contains("\"data\"", shown[1], StringComparison.Ordinal);
        Assert.StartsWith($"GET {owner.At("/orders/117")}", shown[2], StringComparison.Ordinal);
        Assert.Equal("true", owner.Requests[^1].Headers["X-BotStudio-Test"]);
    }

    [Fact]
    public async Task A_server_that_fails_is_said_to()
    {
        owner.Next(OwnerAnswer.Status(503));
        var section = await CallAsync("118");

        section.WaitForAssertion(() => Assert.Contains("503", section.Find(".alert").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_model_could_not_give_is_not_sent()
    {
        var before = owner.Requests.Count;
        var section = await CallAsync("soon");

        section.WaitForAssertion(() => Assert.Contains("order", section.Find(".alert").TextContent, StringComparison.Ordinal));
        Assert.Equal(before, owner.Requests.Count);
    }

    private async Task<IRenderedComponent<ToolTrialSection>> CallAsync(string order)
    {
        var section = await OpenAsync<ToolTrialSection>(part => part.Add(p => p.Tool, Document.Prompt.Tools.Own[0]));
        await section.Find("input").InputAsync(new() { Value = order });
        await section.Find("button").ClickAsync(new());
        return section;
    }

    public sealed class ActsWithOwner : AiActs
    {
        public OwnerServer Owner { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            Owner = await OwnerServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Owner.DisposeAsync();
        }
    }
}
