using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Commands;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramWatchTests(CalledTelegram acts) : TelegramActTest(acts), IClassFixture<CalledTelegram>
{
    private string token = "";
    private Bot bot = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        token = Telegram.NewToken();
        bot = await GivenBot();
        await ConnectAsync(bot, token);
    }

    [Fact]
    public async Task A_healthy_bot_is_left_alone()
    {
        var before = Webhook.Secret;

        await WatchAsync();

        Assert.Equal(before, Webhook.Secret);
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task A_bot_is_looked_after_every_ten_minutes()
    {
        await RunOnceAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(1, Calls("getMe"));

        await RunOnceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, Calls("getMe"));

        await RunOnceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Calls("getMe"));
    }

    [Fact]
    public async Task What_its_owner_changes_in_telegram_is_noticed()
    {
        Telegram.Bot(token).Name = "Renamed";
        Telegram.Bot(token).Username = "renamed_bot";
        Telegram.Bot(token).SeesAllGroupMessages = true;

        await WatchAsync();

        var connection = (await ConnectionOf(bot))!;
        Assert.Equal(("Renamed", "renamed_bot", true), (connection.DisplayName, connection.Username, connection.SeesAllGroupMessages));
    }

    [Fact]
    public async Task A_webhook_that_is_gone_is_put_back()
    {
        await CallAsync("deleteWebhook", "{}");

        await WatchAsync();

        Assert.EndsWith($"/telegram/{bot.Id}", Webhook.WebhookUrl, StringComparison.Ordinal);
        Assert.Equal(await KnownSecretAsync(), Webhook.Secret);
    }

    [Fact]
    public async Task A_webhook_of_our_earlier_address_is_moved_here()
    {
        await CallAsync("setWebhook", $$"""{"url":"https://old.example.com/telegram/{{bot.Id}}"}""");

        await WatchAsync();

        Assert.StartsWith(CalledTelegram.PublicUrl, Webhook.WebhookUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_of_somebody_else_is_the_owners_decision()
    {
        await CallAsync("setWebhook", """{"url":"https://n8n.example.org/webhook/very-secret"}""");

        await WatchAsync();
        await using (var db = OpenDatabase())
        {
            var problem = await db.BotProblems.SingleAsync(problem => problem.BotId == bot.Id);
            Assert.Equal(("telegram.webhook_taken", "n8n.example.org"), (problem.Code, problem.Detail));
        }

        await Run((ReconnectTelegram act) => act.RunAsync(bot.Id, Ct));
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task A_revoked_token_is_shown_until_there_is_another()
    {
        Telegram.Revoke(token);
        await WatchAsync();
        Assert.Equal(["telegram.unauthorized"], await ProblemsOf(bot));

        await ConnectAsync(bot, token.Split(':')[0] + ":AAF-next");
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task Deliveries_that_fail_are_shown_while_they_do()
    {
        SayWebhookInfo(pending: 3, errorAge: TimeSpan.FromMinutes(1), "SSL error {certificate verify failed}");
        await WatchAsync();
        Assert.Equal(["telegram.webhook_failing"], await ProblemsOf(bot));

        SayWebhookInfo(pending: 0, errorAge: TimeSpan.FromMinutes(1), "SSL error {certificate verify failed}");
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task A_secret_that_the_two_sides_know_differently_is_made_anew()
    {
        var before = Webhook.Secret;
        SayWebhookInfo(pending: 1, errorAge: TimeSpan.FromSeconds(10), "Wrong response from the webhook: 401 Unauthorized");

        await WatchAsync();

        Assert.NotEqual(before, Webhook.Secret);
        Assert.Equal(await KnownSecretAsync(), Webhook.Secret);
    }

    [Fact]
    public async Task When_the_way_has_changed_the_bot_follows_within_a_minute()
    {
        await using (var db = OpenDatabase())
        {
            var row = await db.ChannelConnections.SingleAsync(connection => connection.BotId == bot.Id);
            row.ReceiveByPolling();
            await db.SaveChangesAsync();
        }

        await RunOnceAsync(TimeSpan.FromSeconds(61));

        Assert.Equal(ReceiveMode.Webhook, (await ConnectionOf(bot))!.Mode);
        Assert.Equal(await KnownSecretAsync(), Webhook.Secret);
    }

    [Fact]
    public async Task A_change_that_telegram_refuses_changes_nothing_here()
    {
        var before = await KnownSecretAsync();
        await CallAsync("deleteWebhook", "{}");
        Telegram.Next("setWebhook", TelegramFault.Refused(400, "Bad Request: bad webhook: Failed to resolve host"));

        await WatchAsync();

        Assert.Equal(before, await KnownSecretAsync());
        Assert.Equal(["telegram.webhook_failing"], await ProblemsOf(bot));
    }

    [Fact]
    public async Task A_bot_whose_token_is_refused_is_asked_less_and_less_often()
    {
        Telegram.Revoke(token);
        await RunOnceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(2, Calls("getMe"));

        await RunOnceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(2, Calls("getMe"));
        await RunOnceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(3, Calls("getMe"));

        await RunOnceAsync(TimeSpan.FromMinutes(33));
        Assert.Equal(3, Calls("getMe"));
        await RunOnceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(4, Calls("getMe"));
    }

    [Fact]
    public async Task Many_updates_that_become_more_are_shown_until_they_become_fewer()
    {
        foreach (
            var (pending, problems) in ((int, string[])[])
                [(150, []), (400, ["telegram.pending_growing"]), (500, ["telegram.pending_growing"]), (40, [])]
        )
        {
            SayWebhookInfo(pending, errorAge: TimeSpan.FromDays(1), "");
            await WatchAsync();
            Assert.Equal(problems, await ProblemsOf(bot));
        }
    }

    [Fact]
    public async Task A_webhook_that_lets_too_little_through_is_set_anew()
    {
        await CallAsync("setWebhook", $$"""{"url":"{{Webhook.WebhookUrl}}","allowed_updates":["message"]}""");

        await WatchAsync();

        Assert.Equal(await KnownSecretAsync(), Webhook.Secret);
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task A_live_bot_that_needs_a_model_nobody_configured_says_so()
    {
        await PublishAsync(A.Document().WithPrompt());

        await WatchAsync();
        Assert.Equal(["ai.no_key"], await ProblemsOf(bot));

        await PublishAsync(A.Document());
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task A_bot_that_listens_in_groups_and_may_not_hear_says_so_until_it_may()
    {
        await PublishAsync(A.Document(A.TextCommand("price", "Ten") with { Triggers = [new Trigger { Text = A.Text("how much") }] }));
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));

        await GivenGroupAsync();
        await WatchAsync();
        Assert.Equal(["telegram.privacy_mode"], await ProblemsOf(bot));

        Telegram.Bot(token).SeesAllGroupMessages = true;
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));
    }

    [Fact]
    public async Task Commands_that_somebody_changed_are_shown_again()
    {
        await PublishAsync(A.Document(A.TextCommand("price", "Ten") with { Description = A.Text("Prices") }));
        await Acts.RunDueJobsAsync(AccountId, LiveVersions.PublishedJob);
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));

        await CallAsync("setMyCommands", """{"commands":[{"command":"spam","description":"Casino"}]}""");
        await WatchAsync();
        Assert.Equal(["telegram.menu_outdated"], await ProblemsOf(bot));

        await Acts.RunDueJobsAsync(AccountId, LiveVersions.PublishedJob);
        Assert.Empty(await ProblemsOf(bot));
        await WatchAsync();
        Assert.Empty(await ProblemsOf(bot));
    }

    private async Task PublishAsync(BotDocument document)
    {
        var revision = (await Run((OpenDraft act) => act.RunAsync(bot.Id, Ct))).Value!.Revision;
        Assert.True((await Run((SaveDraft act) => act.RunAsync(bot.Id, document, revision, Ct))).Succeeded);
        Assert.True((await Run((PublishBot act) => act.RunAsync(bot.Id, null, "", Ct))).Succeeded);
    }

    private async Task GivenGroupAsync()
    {
        var chat = await new Chats(Acts.Services, Clock).BeginAsync(bot, "Anna");
        await using var db = OpenDatabase();
        await db
            .Conversations.Where(conversation => conversation.Id == chat.ConversationId)
            .ExecuteUpdateAsync(set => set.SetProperty(conversation => conversation.ChatKind, ChatKind.Group));
    }

    private TelegramUpdateQueue Webhook => Telegram.Bot(token).Updates;

    private int Calls(string method) => Telegram.CallsOf(method).Count(call => call.Token == token);

    private Task WatchAsync() => RunOnceAsync(TimeSpan.FromMinutes(11));

    private async Task RunOnceAsync(TimeSpan later)
    {
        Clock.Advance(later);
        // Bots of the other tests, which share the database, are healthy or failing in ways of their own: the faults are for this one.
        await using (var db = OpenDatabase())
        {
            await db
                .ChannelConnections.Where(connection => connection.BotId != bot.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(connection => connection.CheckedAt, Clock.Now));
        }

        await ActivatorUtilities.CreateInstance<TelegramWatch>(Acts.Services).RunOnceAsync(Ct);
    }

    private async Task<string> KnownSecretAsync() =>
        Acts.Services.GetRequiredService<SecretText>().Open((await ConnectionOf(bot))!.SealedWebhookSecret!);

    private void SayWebhookInfo(int pending, TimeSpan errorAge, string error)
    {
        var info = new JsonObject
        {
            ["url"] = Webhook.WebhookUrl,
            ["has_custom_certificate"] = false,
            ["pending_update_count"] = pending,
            ["last_error_date"] = (Clock.Now + TimeSpan.FromMinutes(11) - errorAge).ToUnixTimeSeconds(),
            ["last_error_message"] = error,
        };
        Telegram.Next("getWebhookInfo", TelegramFault.Says(200, BotApiAnswer.Ok(info).Body));
    }

    private async Task CallAsync(string method, string body)
    {
        using var api = new HttpClient();
        using var answer = await api.PostAsync(new Uri(Telegram.Url, $"/bot{token}/{method}"), new StringContent(body));
        answer.EnsureSuccessStatusCode();
    }
}
