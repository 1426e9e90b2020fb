using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Tests.Forms.Builder;

public sealed class EndingsSectionTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    protected override BotDocument Document => SomeForm.In(SomeForm.WithEverything());

    private Form Form => Draft.Document.Forms[0];

    [Fact]
    public async Task Only_what_helps_twice_is_offered_twice()
    {
        var section = await ShowAsync();

        Assert.Equal(["Tell people", "Send to a server"], section.FindAll(".catalogue b").Select(name => name.TextContent));
    }

    [Fact]
    public async Task A_server_is_added_and_its_address_completed()
    {
        var section = await ShowAsync();

        await section.InvokeAsync(() => section.FindAll(".catalogue button")[1].ClickAsync(new()));
        Again(section);
        var added = Assert.IsType<WebhookEnding>(Form.Endings[^1]);
        var url = section.Find($"[data-place='/forms/order/endings/{added.Id}/url']");
        Assert.Equal("true", url.GetAttribute("aria-invalid"));
        await section.InvokeAsync(() => url.ChangeAsync(new ChangeEventArgs { Value = "example.com/crm" }));

        Assert.Equal("https://example.com/crm", Assert.IsType<WebhookEnding>(Form.Endings[^1]).Url);
    }

    [Fact]
    public async Task A_removed_ending_comes_back_to_its_place()
    {
        var section = await ShowAsync();

        await section.InvokeAsync(() => section.Find("button[aria-label='Remove: Keep the answers']").ClickAsync(new()));
        Assert.DoesNotContain(Form.Endings, ending => ending is SaveEnding);

        await Toasts.Single().Action!();
        Assert.IsType<SaveEnding>(Form.Endings[0]);
    }

    [Fact]
    public async Task People_are_told_by_addresses_and_chats_that_are_checked_where_they_stand()
    {
        var section = await ShowAsync();

        await section.InvokeAsync(() =>
            section.FindAll("button").Single(button => button.TextContent.Trim() == "Add an e-mail address").ClickAsync(new())
        );
        Again(section);
        await section.InvokeAsync(() => section.Find("[data-place$='/emails/1']").InputAsync(new ChangeEventArgs { Value = "nobody" }));
        Again(section);
        Assert.Equal("true", section.Find("[data-place$='/emails/1']").GetAttribute("aria-invalid"));
        await section.InvokeAsync(() =>
            section.Find("[data-place$='/emails/1']").InputAsync(new ChangeEventArgs { Value = "team@example.com" })
        );
        await section.InvokeAsync(() => section.FindAll("button[title='Remove the address']")[0].ClickAsync(new()));
        Again(section);

        // The form names a chat that this bot does not have.
        section.WaitForElement("fieldset .muted");
        await section.InvokeAsync(() => section.Find("fieldset input[type='checkbox']").ChangeAsync(new ChangeEventArgs { Value = false }));
        var notify = Form.Endings.OfType<NotifyEnding>().Single();
        Assert.Equal(["team@example.com"], notify.Emails);
        Assert.Empty(notify.Chats);
    }

    private Task<IRenderedComponent<EndingsSection>> ShowAsync() =>
        OpenAsync<EndingsSection>(section => section.Add(p => p.Form, Document.Forms[0]));

    private void Again(IRenderedComponent<EndingsSection> section) => section.Render(part => part.Add(p => p.Form, Form));
}
