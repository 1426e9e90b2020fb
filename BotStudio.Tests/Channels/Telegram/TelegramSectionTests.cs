using BotStudio.Core.Accounts;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Channels;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramSectionTests(PolledTelegram acts) : BotScreen(acts), IClassFixture<PolledTelegram>
{
    private TelegramServer Telegram => acts.Telegram;

    [Fact]
    public async Task A_bot_without_a_connection_shows_how_to_get_a_token()
    {
        var page = await OpenAsync<ConnectionPage>();

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("ol.guide li").Count), Patience);
        Assert.NotNull(page.Find("button[type=submit]"));
    }

    [Fact]
    public async Task A_pasted_token_connects_and_shows_who_it_belongs_to()
    {
        var token = Telegram.NewToken();

        var page = await ConnectAsync(token);

        var username = Telegram.Bot(token).Username;
        Assert.Equal($"https://t.me/{username}", page.Find(".who a").GetAttribute("href"));
        Assert.Equal("…" + token[^4..], page.Find("dl code").TextContent);
        Assert.DoesNotContain(token, page.Markup, StringComparison.Ordinal);
        Assert.Contains("polling", page.Find("dl").TextContent, StringComparison.Ordinal);
        Assert.Contains(username, page.Find(".qr").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.NotNull(page.Find(".qr svg"));
        Assert.Equal($"Connected as @{username}.", Toasts.Single().Text);
    }

    [Theory]
    [InlineData("nonsense", "not a whole bot token")]
    [InlineData("7000000999:AAFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "does not know this token")]
    public async Task A_wrong_token_says_what_to_do(string token, string expected)
    {
        Telegram.Revoke("7000000999:AAFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        var page = await OpenAsync<ConnectionPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("form input")), Patience);

        await page.InvokeAsync(() => page.Find("form input").InputAsync(new() { Value = token }));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains(expected, page.Find(".error").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("true", page.Find("form input").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_token_is_replaced_without_losing_the_connection()
    {
        var page = await ConnectAsync(Telegram.NewToken());
        var other = Telegram.NewToken();

        await page.InvokeAsync(() => page.Find("button[aria-expanded]").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find(".replace input").InputAsync(new() { Value = other }));
        await page.InvokeAsync(() => page.Find(".replace form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("…" + other[^4..], page.Find("dl code").TextContent), Patience);
        Assert.Empty(page.FindAll(".replace"));
    }

    [Fact]
    public async Task Disconnecting_says_what_follows_before_it_happens()
    {
        var page = await ConnectAsync(Telegram.NewToken());

        var disconnecting = page.FindAll("button.danger")[0].ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("dialog .consequences li").Count), Patience);
        Assert.True(await IsConnectedAsync());
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());
        await disconnecting;

        page.WaitForAssertion(() => Assert.NotNull(page.Find("ol.guide")), Patience);
        Assert.False(await IsConnectedAsync());
    }

    [Fact]
    public async Task Privacy_mode_is_explained_with_the_way_to_change_it()
    {
        var token = Telegram.NewToken();

        var page = await ConnectAsync(token);

        var groups = page.Find("[aria-labelledby=groups-title]").TextContent;
        Assert.Contains("Privacy mode is on", groups, StringComparison.Ordinal);
        Assert.Contains("/setprivacy", groups, StringComparison.Ordinal);
        Assert.Contains("@" + Telegram.Bot(token).Username, groups, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_repaired_by_pasting_a_new_one()
    {
        var page = await ConnectAsync(Telegram.NewToken());
        await Chats.RunAsync(
            "insert into bot_problems (account_id, bot_id, code, detail, since, last_seen_at) values ($1, $2, 'telegram.unauthorized', null, now(), now())",
            AccountId,
            Bot.Id
        );
        await Chats.RunAsync("select pg_notify('botstudio_bots', $1)", Bot.Id.ToString());
        GoOn();
        page.WaitForAssertion(() => Assert.NotNull(page.Find(".alert button")), Patience);

        await page.InvokeAsync(() => page.Find(".alert button").ClickAsync(new()));

        Assert.NotNull(page.Find(".replace input"));
    }

    [Fact]
    public async Task An_editor_sees_the_connection_and_cannot_change_it()
    {
        Role = Role.Editor;

        var page = await OpenAsync<ConnectionPage>();

        page.WaitForAssertion(() => Assert.Contains("Only admins", page.Markup, StringComparison.Ordinal), Patience);
        Assert.NotNull(page.Find("button[type=submit][disabled]"));
    }

    private async Task<IRenderedComponent<ConnectionPage>> ConnectAsync(string token)
    {
        var page = await OpenAsync<ConnectionPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("form input")), Patience);
        await page.InvokeAsync(() => page.Find("form input").InputAsync(new() { Value = token }));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        page.WaitForAssertion(() => Assert.NotNull(page.Find("dl code")), Patience);
        return page;
    }

    private async Task<bool> IsConnectedAsync()
    {
        await using var db = OpenDatabase();
        return await db.ChannelConnections.AnyAsync(connection => connection.BotId == Bot.Id);
    }
}
