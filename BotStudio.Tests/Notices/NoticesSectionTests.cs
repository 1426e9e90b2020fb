using BotStudio.Core.Accounts;
using BotStudio.Core.Channels;
using BotStudio.Core.Notices;
using BotStudio.Tests.Support;
using BotStudio.Web.Notices;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Notices;

public sealed class NoticesSectionTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task A_bot_that_is_not_live_says_what_to_do_first()
    {
        var section = await OpenSectionAsync();

        await Button(section, "Connect a chat").ClickAsync(new());

        Assert.Contains("publish it first", section.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_is_shown_with_the_link_that_sends_it_and_goes_when_a_chat_is_there()
    {
        await GivenLiveBotAsync();
        var section = await OpenSectionAsync();
        await Button(section, "Connect a chat").ClickAsync(new());

        var code = section.Find(".connect code").TextContent;
        Assert.StartsWith("/connect ", code, StringComparison.Ordinal);
        Assert.Equal(
            $"https://t.me/coffee_bot?start=connect_{code["/connect ".Length..]}",
            section.Find(".connect a").GetAttribute("href")
        );

        await GivenChatAsync();
        await section.WaitForStateAsync(
            () => section.FindAll(".chats > li").Count == 1 && section.FindAll(".connect").Count == 0,
            Patience
        );
    }

    [Fact]
    public async Task A_chat_is_told_apart_switched_and_removed_after_asking()
    {
        await GivenLiveBotAsync();
        await GivenChatAsync();
        var section = await OpenSectionAsync();
        Assert.Contains("Olena", section.Find(".chats > li").TextContent, StringComparison.Ordinal);

        await section.InvokeAsync(() => section.Find(".chats input[type=checkbox]").ChangeAsync(new() { Value = false }));
        Assert.False((await ChatAsync())!.HearsProblems);

        var removing = section.Find(".chats .danger").ClickAsync(new());
        await section.InvokeAsync(() => section.Find("dialog form").SubmitAsync());
        await removing;
        Assert.Null(await ChatAsync());
    }

    [Fact]
    public async Task A_viewer_only_looks()
    {
        Role = Role.Viewer;
        await GivenLiveBotAsync();
        await GivenChatAsync();
        var section = await OpenSectionAsync();

        Assert.Empty(section.FindAll("button.danger"));
        Assert.True(section.Find(".chats input[type=checkbox]").HasAttribute("disabled"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<NoticesSection> section, string text) =>
        section.FindAll("button").First(button => button.TextContent.Trim() == text);

    private async Task<IRenderedComponent<NoticesSection>> OpenSectionAsync()
    {
        var section = await OpenAsync<NoticesSection>();
        await section.WaitForStateAsync(() => section.FindAll(".skeleton").Count == 0, Patience);
        return section;
    }

    private async Task GivenLiveBotAsync()
    {
        await using var db = OpenDatabase();
        var connection = new ChannelConnection(AccountId, Bot.Id, "telegram", Clock.Now);
        connection.Use(new ChannelIdentity($"{Bot.Id:n}", "coffee_bot", "Coffee", false), "sealed", "abcd");
        db.Add(connection);
        var bot = await db.Bots.SingleAsync(row => row.Id == Bot.Id);
        db.Add(bot.Publish("", null, Clock.Now));
        await db.SaveChangesAsync();
    }

    private async Task GivenChatAsync()
    {
        var chat = await Chats.BeginAsync(Bot, "Olena");
        await using var db = OpenDatabase();
        db.Add(new NoticeChat(AccountId, Bot.Id, chat.ConversationId, "Olena", "en", hearsProblems: true, Clock.Now));
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"select pg_notify({Core.Data.Notifications.Bots}, {Bot.Id.ToString()})");
        GoOn();
    }

    private async Task<NoticeChat?> ChatAsync()
    {
        await using var db = OpenDatabase();
        return await db.NoticeChats.AsNoTracking().SingleOrDefaultAsync(chat => chat.BotId == Bot.Id);
    }
}
