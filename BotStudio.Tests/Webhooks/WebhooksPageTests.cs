using System.Text.Json.Nodes;
using BotStudio.Core.Accounts;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Webhooks;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Webhooks;

public sealed class WebhooksPageTests(WithOwnerServer acts) : BotScreen(acts), IClassFixture<WithOwnerServer>
{
    [Fact]
    public async Task Before_anything_was_sent_the_page_says_when_something_will_be()
    {
        var page = await OpenPageAsync();

        Assert.Contains("Nothing was sent yet", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_delivery_says_why_and_shows_what_was_sent_and_answered()
    {
        acts.Owner.Next(OwnerAnswer.Says(500, "Oops, <b>no</b> database"));
        await SendAsync();
        var page = await OpenPageAsync();

        var row = page.Find(".delivery");
        Assert.Contains("The server answered with status 500.", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Waiting", row.TextContent, StringComparison.Ordinal);

        await OpenFirstAsync(page);
        Assert.Contains("Oops, <b>no</b> database", page.Find("dialog pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"form.completed\"", page.Find("dialog.wide").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_again_the_page_follows_what_comes_of_it()
    {
        acts.Owner.Next(OwnerAnswer.Status(410));
        await SendAsync();
        var page = await OpenPageAsync();
        await OpenFirstAsync(page);

        await page.InvokeAsync(() => page.Find("dialog .button.primary").ClickAsync(new()));
        await acts.RunDueJobsAsync(AccountId, OutgoingWebhooks.SendKind);
        GoOn();

        await page.WaitForStateAsync(() => page.Find(".delivery").TextContent.Contains("Delivered", StringComparison.Ordinal), Patience);
        Assert.Contains(Toasts, toast => toast.Text.Contains("on its way again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_filter_leaves_only_what_is_asked_for()
    {
        await SendAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/app/bots/{Bot.Id}/webhooks?state=failed");
        var page = await OpenPageAsync();

        Assert.Contains("There is nothing like this", page.Find(".empty").TextContent, StringComparison.Ordinal);

        // Within the page's own turn, so that no hint renders it anew in between.
        await page.InvokeAsync(() => page.Find("select").Change("delivered"));
        Assert.EndsWith("/webhooks?state=delivered", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_shown_on_demand_and_changed_after_asking()
    {
        var page = await OpenPageAsync();
        Assert.DoesNotContain("whsec_", page.Find("[aria-labelledby=secret-title] > .row").TextContent, StringComparison.Ordinal);

        await Button(page, "Show the secret").ClickAsync(new());
        var before = page.Find("[aria-labelledby=secret-title] > .code code").TextContent;
        Assert.StartsWith("whsec_", before, StringComparison.Ordinal);

        var asking = Button(page, "Make a new one").ClickAsync(new());
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());
        await asking;
        await page.WaitForStateAsync(() => page.Find("[aria-labelledby=secret-title] > .code code").TextContent != before, Patience);
        Assert.Contains("The old secret signs, too", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_sees_no_secret_and_no_button_that_sends()
    {
        Role = Role.Viewer;
        await SendAsync();
        var page = await OpenPageAsync();
        await OpenFirstAsync(page);

        Assert.Empty(page.FindAll("[aria-labelledby=secret-title]"));
        Assert.Empty(page.FindAll("dialog .button.primary"));
    }

    /// <summary>At once, before a hint of a change renders the row anew.</summary>
    private static Task OpenFirstAsync(IRenderedComponent<WebhooksPage> page) =>
        page.InvokeAsync(() => page.Find(".delivery").ClickAsync(new()));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<WebhooksPage> page, string text) =>
        page.FindAll("button").First(button => button.TextContent.Trim() == text);

    private async Task<IRenderedComponent<WebhooksPage>> OpenPageAsync()
    {
        var page = await OpenAsync<WebhooksPage>();
        await page.WaitForStateAsync(() => page.FindAll("section").Count > 0, Patience);
        return page;
    }

    private async Task SendAsync()
    {
        await acts
            .Services.GetRequiredService<OutgoingWebhooks>()
            .EnqueueAsync(new WebhookToSend(AccountId, Bot.Id, "form.completed", acts.Owner.At("/page"), new JsonObject { ["a"] = 1 }), Ct);
        await acts.RunDueJobsAsync(AccountId, OutgoingWebhooks.SendKind);
    }
}
