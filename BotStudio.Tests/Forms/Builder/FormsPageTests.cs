using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Tests.Forms.Builder;

public sealed class FormsPageTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    protected override BotDocument Document => SomeForm.In(SomeForm.WithEverything());

    private IReadOnlyList<Form> Forms => Draft.Document.Forms;

    [Fact]
    public async Task A_form_tells_what_it_asks_and_what_becomes_of_the_answers()
    {
        var page = await OpenAsync<FormsPage>();

        Assert.Equal("Order", page.Find("h2 a").TextContent);
        Assert.Equal("9 questions", page.Find(".count").TextContent.Trim());
        Assert.Equal(9, page.FindAll(".types li").Count);
        Assert.Contains("Keep the answers", page.Find(".endings").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_begins_as_a_starter_and_is_opened()
    {
        var page = await OpenAsync<FormsPage>();

        await page.InvokeAsync(() => page.Find("button.primary").ClickAsync(new()));
        page.FindAll("dialog label.option")
            .Single(card => card.TextContent.Contains("Booking", StringComparison.Ordinal))
            .QuerySelector("input")!
            .Change("on");
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal(["Order", "Booking"], Forms.Select(form => form.Name)));
        Assert.Equal($"app/bots/{Bot.Id}/forms/{Forms[1].Id}", Address);
    }

    [Fact]
    public async Task Deleting_names_what_is_lost_and_can_be_taken_back()
    {
        var page = await OpenAsync<FormsPage>();

        _ = page.InvokeAsync(() => page.FindAll("button.item").Single(item => item.TextContent.Trim() == "Delete").ClickAsync(new()));
        page.WaitForElement(".losses");
        Assert.Contains("9 questions with their settings", page.Find(".losses").TextContent, StringComparison.Ordinal);
        Assert.Single(Forms);
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Empty(Forms));

        await Toasts.Single().Action!();
        Assert.Single(Forms);
    }

    [Fact]
    public async Task A_copy_stands_beside_its_original()
    {
        var page = await OpenAsync<FormsPage>();

        await page.InvokeAsync(() => page.FindAll("button.item").Single(item => item.TextContent.Trim() == "Duplicate").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal(["Order", "Order 2"], Forms.Select(form => form.Name)));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article").Count));
    }

    [Fact]
    public async Task Nothing_yet_says_what_a_form_is_for()
    {
        var page = await OpenAsync<FormsPage>();
        Draft.Change(document => document with { Forms = [] });

        page.WaitForAssertion(() => Assert.Equal("No forms yet", page.Find(".empty h2").TextContent));
    }
}
