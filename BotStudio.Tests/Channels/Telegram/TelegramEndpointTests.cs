using System.Net;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Channels.Telegram;

/// <summary><c>/api/v1/bots/{botId}/telegram</c>.</summary>
public sealed class TelegramEndpointTests(TelegramApp app) : IClassFixture<TelegramApp>, IAsyncLifetime
{
    private readonly string token = app.Telegram.NewToken();
    private ApiUser user = null!;
    private string bot = "";

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        bot = (await user.PostAsync("/api/v1/bots", new { name = "Shop", language = "en" })).Location!;
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_token_connects_the_bot_and_is_never_shown_again()
    {
        var answer = await user.PutAsync($"{bot}/telegram", new { token });

        answer.AssertIs(HttpStatusCode.OK);
        Assert.Equal(app.Telegram.Bot(token).Username, answer["username"]?.GetValue<string>());
        Assert.Equal("webhook", answer["mode"]?.GetValue<string>());
        Assert.Equal(token[^4..], answer["secretHint"]?.GetValue<string>());
        var everything = answer.Body!.ToJsonString() + (await user.GetAsync(bot)).Body!.ToJsonString();
        Assert.DoesNotContain(token.Split(':')[1], everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_are_problem_documents_with_their_status()
    {
        (await user.PutAsync($"{bot}/telegram", new { token = "hello" })).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "telegram.token_malformed"
        );
        app.Telegram.Next("getMe", TelegramFault.BadGateway);
        (await user.PutAsync($"{bot}/telegram", new { token })).AssertIs(HttpStatusCode.ServiceUnavailable, "telegram.unreachable");
        (await user.PostAsync($"{bot}/telegram/reconnect")).AssertIs(HttpStatusCode.NotFound, "telegram.not_connected");
        (await user.DeleteAsync($"{bot}/telegram")).AssertIs(HttpStatusCode.NotFound, "telegram.not_connected");

        using var stranger = await ApiUser.SignUpAsync(app);
        var theirs = (await stranger.PostAsync("/api/v1/bots", new { name = "Other", language = "en" })).Location!;
        (await stranger.PutAsync($"{theirs}/telegram", new { token })).AssertIs(HttpStatusCode.OK);
        (await user.PutAsync($"{bot}/telegram", new { token })).AssertIs(HttpStatusCode.Conflict, "telegram.already_connected");
        (await user.PutAsync($"{theirs}/telegram", new { token })).AssertIs(HttpStatusCode.NotFound, "not_found");
        (await user.DeleteAsync($"{theirs}/telegram")).AssertIs(HttpStatusCode.NotFound, "telegram.not_connected");
    }

    [Fact]
    public async Task A_bot_is_reconnected_and_disconnected()
    {
        await user.PutAsync($"{bot}/telegram", new { token });
        var secret = app.Telegram.Bot(token).Updates.Secret;

        (await user.PostAsync($"{bot}/telegram/reconnect")).AssertIs(HttpStatusCode.OK);
        Assert.NotEqual(secret, app.Telegram.Bot(token).Updates.Secret);

        (await user.DeleteAsync($"{bot}/telegram")).AssertIs(HttpStatusCode.NoContent);
        Assert.Equal("", app.Telegram.Bot(token).Updates.WebhookUrl);
        Assert.Null((await user.GetAsync(bot))["connection"]);
    }
}
