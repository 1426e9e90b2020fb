using BotStudio.Core.Accounts;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class ConnectTelegramTests(CalledTelegram acts) : TelegramActTest(acts), IClassFixture<CalledTelegram>
{
    [Fact]
    public async Task A_token_brings_the_bot_to_telegram_and_telegram_to_us()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        Telegram.Bot(token).Name = "Крамниця";
        Telegram.Bot(token).SeesAllGroupMessages = true;

        var identity = (await ConnectAsync(bot, $"  {token}\n")).Value!;

        Assert.Equal(
            new ChannelIdentity($"{Telegram.Bot(token).Id}", Telegram.Bot(token).Username, "Крамниця", SeesAllGroupMessages: true),
            identity
        );
        var updates = Telegram.Bot(token).Updates;
        Assert.Equal($"{CalledTelegram.PublicUrl}/telegram/{bot.Id}", updates.WebhookUrl);
        Assert.Equal(TelegramUpdate.Kinds.ToHashSet(), updates.AllowedUpdates!.ToHashSet());
        Assert.True(updates.Secret!.Length >= 32);
        var connection = (await ConnectionOf(bot))!;
        Assert.Equal((ReceiveMode.Webhook, updates.WebhookUrl), (connection.Mode, connection.WebhookUrl));
        Assert.Equal(token[^4..], connection.SecretHint);
    }

    [Fact]
    public async Task Tokens_and_secrets_are_sealed_in_the_database()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();

        await ConnectAsync(bot, token);

        var connection = (await ConnectionOf(bot))!;
        var secrets = Acts.Services.GetRequiredService<SecretText>();
        Assert.DoesNotContain(token.Split(':')[1], connection.SealedSecret, StringComparison.Ordinal);
        Assert.Equal(token, secrets.Open(connection.SealedSecret));
        Assert.DoesNotContain(Telegram.Bot(token).Updates.Secret!, connection.SealedWebhookSecret, StringComparison.Ordinal);
        Assert.Equal(Telegram.Bot(token).Updates.Secret, secrets.Open(connection.SealedWebhookSecret!));
        Assert.DoesNotContain(Acts.Log.Lines, line => line.Contains(token.Split(':')[1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "telegram.token_malformed")]
    [InlineData("hello", "telegram.token_malformed")]
    [InlineData("123456", "telegram.token_malformed")]
    public async Task What_is_no_token_is_not_asked_about(string token, string code)
    {
        var bot = await GivenBot();
        Assert.Equal(code, (await ConnectAsync(bot, token)).Problem?.Code);
        Assert.Null(await ConnectionOf(bot));
    }

    [Fact]
    public async Task A_token_that_telegram_does_not_know_is_refused()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        Telegram.Revoke(token);

        Assert.Equal("telegram.token_refused", (await ConnectAsync(bot, token)).Problem?.Code);
        Assert.Null(await ConnectionOf(bot));
    }

    [Fact]
    public async Task A_token_serves_one_bot_only_whoever_owns_it()
    {
        var token = Telegram.NewToken();
        var bot = await GivenBot();
        await ConnectAsync(bot, token);
        var stranger = await Given(new Account("Stranger", Clock.Now));
        var theirs = await Given(new Core.Bots.Bot(stranger.Id, Support.A.Document(), Clock.Now));

        var outcome = await RunIn(stranger.Id, (ConnectTelegram act) => act.RunAsync(theirs.Id, token, Ct));

        Assert.Equal(new Problem("telegram.already_connected", Telegram.Bot(token).Username), outcome.Problem);
        Assert.EndsWith($"/{bot.Id}", Telegram.Bot(token).Updates.WebhookUrl, StringComparison.Ordinal);
        Assert.Null(await ConnectionOf(theirs));
    }

    [Fact]
    public async Task Connecting_twice_at_once_connects_once()
    {
        var token = Telegram.NewToken();
        var bots = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GivenBot()));

        var outcomes = await Task.WhenAll(bots.Select(bot => ConnectAsync(bot, token)));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(
            outcomes.Where(outcome => !outcome.Succeeded),
            outcome => Assert.Equal("telegram.already_connected", outcome.Problem?.Code)
        );
        var winner = bots[Array.FindIndex(outcomes, outcome => outcome.Succeeded)];
        Assert.EndsWith($"/{winner.Id}", Telegram.Bot(token).Updates.WebhookUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_telegram_refuses_our_address_nothing_is_connected()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        Telegram.Next(
            "setWebhook",
            TelegramFault.Refused(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known")
        );

        var problem = (await ConnectAsync(bot, token)).Problem!;

        Assert.Equal("telegram.webhook_refused", problem.Code);
        Assert.Contains("Failed to resolve host", $"{problem.Args[0]}", StringComparison.Ordinal);
        Assert.Null(await ConnectionOf(bot));
    }

    [Fact]
    public async Task Trouble_on_the_way_is_named()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        Telegram.Next("getMe", TelegramFault.BadGateway, TelegramFault.RateLimited(7));

        Assert.Equal("telegram.unreachable", (await ConnectAsync(bot, token)).Problem?.Code);
        Assert.Equal(new Problem("telegram.wait", 7), (await ConnectAsync(bot, token)).Problem);
        Assert.True((await ConnectAsync(bot, token)).Succeeded);
    }

    [Fact]
    public async Task A_rotated_token_takes_the_place_of_the_old_one()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        await ConnectAsync(bot, token);
        var before = (await ConnectionOf(bot))!;
        var rotated = token.Split(':')[0] + ":AAF-rotated";

        Assert.True((await ConnectAsync(bot, rotated)).Succeeded);

        var after = (await ConnectionOf(bot))!;
        Assert.Equal((before.Id, before.ConnectedAt, "ated"), (after.Id, after.ConnectedAt, after.SecretHint));
        Assert.Equal(rotated, Acts.Services.GetRequiredService<SecretText>().Open(after.SealedSecret));
        Assert.Equal(rotated, (await LiveAsync(bot))!.Secret);
    }

    [Fact]
    public async Task Another_telegram_bot_in_its_place_is_called_here_and_the_old_one_no_more()
    {
        var bot = await GivenBot();
        var (first, second) = (Telegram.NewToken(), Telegram.NewToken());
        await ConnectAsync(bot, first);
        var before = (await ConnectionOf(bot))!.Id;

        await ConnectAsync(bot, second);

        // Its updates have numbers of their own, so they must not count as repeats of the other's.
        Assert.NotEqual(before, (await ConnectionOf(bot))!.Id);
        Assert.Equal("", Telegram.Bot(first).Updates.WebhookUrl);
        Assert.EndsWith($"/{bot.Id}", Telegram.Bot(second).Updates.WebhookUrl, StringComparison.Ordinal);
        Assert.Equal($"{Telegram.Bot(second).Id}", (await LiveAsync(bot))!.ExternalId);
    }

    [Fact]
    public async Task Disconnecting_forgets_the_token_and_leaves_what_waits()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        await ConnectAsync(bot, token);
        Telegram.Contact(token).Says("still here?");

        Assert.True((await Run((DisconnectTelegram act) => act.RunAsync(bot.Id, Ct))).Succeeded);

        Assert.Null(await ConnectionOf(bot));
        Assert.Null(await LiveAsync(bot));
        Assert.Equal(("", 1), (Telegram.Bot(token).Updates.WebhookUrl, Telegram.Bot(token).Updates.PendingCount));
        Assert.Equal("telegram.not_connected", (await Run((DisconnectTelegram act) => act.RunAsync(bot.Id, Ct))).Problem?.Code);
    }

    [Fact]
    public async Task Disconnecting_works_while_telegram_does_not()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        await ConnectAsync(bot, token);
        Telegram.Next("deleteWebhook", TelegramFault.DropBefore);

        Assert.True((await Run((DisconnectTelegram act) => act.RunAsync(bot.Id, Ct))).Succeeded);
        Assert.Null(await ConnectionOf(bot));
    }

    [Fact]
    public async Task Reconnecting_takes_the_updates_back()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        await ConnectAsync(bot, token);
        using var api = new HttpClient();
        await api.PostAsync(
            new Uri(Telegram.Url, $"/bot{token}/setWebhook"),
            new StringContent("""{"url":"https://n8n.example.org/webhook/secret"}""")
        );
        await Acts.Services.GetRequiredService<Core.Bots.BotProblems>().ReportAsync(AccountId, bot.Id, "telegram.webhook_taken", "x", Ct);

        Assert.True((await Run((ReconnectTelegram act) => act.RunAsync(bot.Id, Ct))).Succeeded);

        Assert.EndsWith($"/{bot.Id}", Telegram.Bot(token).Updates.WebhookUrl, StringComparison.Ordinal);
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task Only_admins_and_owners_of_the_account_connect_and_disconnect()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        var stranger = await Given(new Account("Stranger", Clock.Now));

        Assert.Equal("forbidden", (await Run((ConnectTelegram act) => act.RunAsync(bot.Id, token, Ct), Role.Editor)).Problem?.Code);
        Assert.Equal("not_found", (await RunIn(stranger.Id, (ConnectTelegram act) => act.RunAsync(bot.Id, token, Ct))).Problem?.Code);
        await ConnectAsync(bot, token);
        Assert.Equal("forbidden", (await Run((DisconnectTelegram act) => act.RunAsync(bot.Id, Ct), Role.Editor)).Problem?.Code);
        Assert.Equal("forbidden", (await Run((ReconnectTelegram act) => act.RunAsync(bot.Id, Ct), Role.Operator)).Problem?.Code);
        Assert.Equal(
            "telegram.not_connected",
            (await RunIn(stranger.Id, (DisconnectTelegram act) => act.RunAsync(bot.Id, Ct))).Problem?.Code
        );
        Assert.NotNull(await ConnectionOf(bot));
    }

    [Fact]
    public async Task Connecting_queues_the_menu_of_commands()
    {
        var bot = await GivenBot();
        await ConnectAsync(bot, Telegram.NewToken());

        await using var db = OpenDatabase();
        Assert.True(await db.Jobs.AnyAsync(job => job.Kind == "bots.published" && job.AccountId == AccountId));
    }

    private async Task<LiveConnection?> LiveAsync(Core.Bots.Bot bot) =>
        await Acts.Services.GetRequiredService<LiveConnections>().FindAsync(bot.Id, TelegramChannel.ChannelName, Ct);
}

public sealed class ConnectTelegramWithoutAnAddressTests(PolledTelegram acts) : TelegramActTest(acts), IClassFixture<PolledTelegram>
{
    [Fact]
    public async Task Without_a_public_address_the_bot_is_polled_and_an_old_webhook_removed()
    {
        var bot = await GivenBot();
        var token = Telegram.NewToken();
        using var api = new HttpClient();
        await api.PostAsync(
            new Uri(Telegram.Url, $"/bot{token}/setWebhook"),
            new StringContent("""{"url":"https://n8n.example.org/webhook/secret"}""")
        );
        Telegram.Contact(token).Says("hello?");

        await ConnectAsync(bot, token);

        var connection = (await ConnectionOf(bot))!;
        Assert.Equal((ReceiveMode.Polling, null, null), (connection.Mode, connection.WebhookUrl, connection.SealedWebhookSecret));
        Assert.Equal(("", 1), (Telegram.Bot(token).Updates.WebhookUrl, Telegram.Bot(token).Updates.PendingCount));
    }
}
