using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Tests.Channels.Telegram;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Settings;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class SettingsPageTests(PolledTelegram acts) : BotScreen(acts), IClassFixture<PolledTelegram>
{
    [Fact]
    public async Task The_name_is_a_part_of_the_draft()
    {
        var page = await OpenAsync<SettingsPage>();

        await page.InvokeAsync(() => page.Find("[data-place='/name']").InputAsync(new() { Value = "Coffee" }));
        await Draft.SaveAsync();

        await using var db = OpenDatabase();
        var bot = await db.Bots.SingleAsync(b => b.Id == Bot.Id);
        Assert.Equal(("Coffee", 2), (bot.Name, bot.DraftRevision));
    }

    [Fact]
    public async Task A_bot_without_a_name_says_so_at_the_field()
    {
        var page = await OpenAsync<SettingsPage>();

        await page.InvokeAsync(() => page.Find("[data-place='/name']").InputAsync(new() { Value = " " }));

        Assert.Equal("true", page.Find("[data-place='/name']").GetAttribute("aria-invalid"));
        Assert.NotEmpty(page.Find(".error").TextContent.Trim());
    }

    [Fact]
    public async Task Languages_are_switched_on_in_the_order_they_are_offered()
    {
        var page = await OpenAsync<SettingsPage>();

        await Box(page, "Deutsch").ChangeAsync(new() { Value = true });
        await Box(page, "Polski").ChangeAsync(new() { Value = true });
        await Box(page, "Українська").ChangeAsync(new() { Value = false });

        Assert.Equal(["en", "pl", "de"], Draft.Document.Languages);
    }

    [Fact]
    public async Task The_default_language_is_one_that_the_bot_speaks_and_stays_switched_on()
    {
        var page = await OpenAsync<SettingsPage>();
        Assert.Equal(["en", "uk"], page.FindAll("select option").Select(option => option.GetAttribute("value")));
        Assert.True(Box(page, "English").HasAttribute("disabled"));

        await page.InvokeAsync(() => page.Find("select").ChangeAsync(new() { Value = "uk" }));

        Assert.Equal("uk", Draft.Document.DefaultLanguage);
        Assert.True(Box(page, "Українська").HasAttribute("disabled"));
        Assert.False(Box(page, "English").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Deleting_names_what_is_lost_wants_the_name_typed_and_takes_the_bot_off_its_channel_first()
    {
        await Chats.HeardAsync(await Chats.BeginAsync(Bot, "Anna"), "Hello");
        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));
        var page = await OpenAsync<SettingsPage>();
        var connected = await Services.GetRequiredService<ConnectTelegram>().RunAsync(Bot.Id, acts.Telegram.NewToken(), Ct);
        Assert.True(connected.Succeeded, connected.Problem?.Code);

        var deleting = page.Find("button.danger").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("dialog .losses li").Count), Patience);
        Assert.Equal(
            ["The draft with its commands and prompt", "1 published version", "1 contact", "1 conversation with all its messages"],
            page.FindAll("dialog .losses li").Select(loss => loss.TextContent)
        );
        Assert.NotNull(page.Find("dialog button[type=submit][disabled]"));
        await page.InvokeAsync(() => page.Find("dialog input").InputAsync(new() { Value = Bot.Name }));
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());
        await deleting;

        Assert.Equal("app/bots", Address);
        await using var db = OpenDatabase();
        Assert.False(await db.Bots.AnyAsync(b => b.Id == Bot.Id));
        Assert.False(await db.ChannelConnections.AnyAsync(c => c.BotId == Bot.Id));
        Assert.False(await db.Messages.AnyAsync(m => m.BotId == Bot.Id));
    }

    [Fact]
    public async Task Who_leaves_the_question_deletes_nothing()
    {
        var page = await OpenAsync<SettingsPage>();
        var deleting = page.Find("button.danger").ClickAsync(new());
        page.WaitForAssertion(() => Assert.NotNull(page.Find("dialog input")), Patience);

        await page.InvokeAsync(() => page.Find("dialog .foot button[type=button]").ClickAsync(new()));
        await deleting;

        await using var db = OpenDatabase();
        Assert.True(await db.Bots.AnyAsync(b => b.Id == Bot.Id));
    }

    [Fact]
    public async Task An_editor_changes_settings_but_does_not_delete()
    {
        Role = Role.Editor;

        var page = await OpenAsync<SettingsPage>();

        Assert.False(page.Find("[data-place='/name']").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("button.danger"));
        Assert.Contains("Only admins", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        Role = Role.Viewer;

        var page = await OpenAsync<SettingsPage>();

        Assert.True(page.Find("[data-place='/name']").HasAttribute("disabled"));
        Assert.True(page.Find("fieldset").HasAttribute("disabled"));
    }

    private static AngleSharp.Dom.IElement Box(IRenderedComponent<SettingsPage> page, string language) =>
        page.FindAll("fieldset label").Single(label => label.TextContent.Trim() == language).QuerySelector("input")!;

    [Fact]
    public async Task A_file_takes_the_place_of_the_draft_and_can_be_taken_back()
    {
        var page = await OpenAsync<SettingsPage>();
        await page.FindAll("section button")
            .Single(button => button.TextContent.Contains("Import into", StringComparison.Ordinal))
            .ClickAsync(new());
        page.FindComponent<InputFile>()
            .UploadFiles(
                InputFileContent.CreateFromText(new BotExport { Document = A.Document(A.TextCommand("hours", "Nine to five")) }.Write())
            );
        page.WaitForAssertion(() => Assert.Contains("Command /hours", page.Find("dialog .part h3").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.FindAll("dialog button")[^1].ClickAsync(new()));

        Assert.Equal(["hours"], Draft.Document.Commands.Select(command => command.Name));
        await page.InvokeAsync(() => Toasts.Single().Action!());
        Assert.Equal(["price"], Draft.Document.Commands.Select(command => command.Name));
    }

    [Fact]
    public async Task A_copy_is_opened_as_soon_as_it_is_there()
    {
        var page = await OpenAsync<SettingsPage>();

        await page.FindAll("section button")
            .Single(button => button.TextContent.Contains("Duplicate", StringComparison.Ordinal))
            .ClickAsync(new());

        await using var db = OpenDatabase();
        var copy = await db.Bots.SingleAsync(bot => bot.AccountId == AccountId && bot.Id != Bot.Id);
        Assert.Equal("Shop (copy)", copy.Name);
        Assert.Equal($"app/bots/{copy.Id}/settings", Address);
    }
}
