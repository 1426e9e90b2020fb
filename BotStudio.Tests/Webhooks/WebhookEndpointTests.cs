using System.Net;
using System.Text.Json.Nodes;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Webhooks;

public sealed class WebhookEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private ApiUser user = null!;
    private Guid botId;

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        botId = (await user.PostAsync("/api/v1/bots", new { Name = "Shop" }))["id"]!.GetValue<Guid>();
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Deliveries_are_handed_out_page_by_page_and_filtered()
    {
        // Refused at once: these addresses lead nowhere that may be called.
        foreach (var number in (int[])[1, 2, 3])
        {
            await SendAsync($"http://127.0.0.1:9/{number}");
        }

        var first = await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries?limit=2&status=failed");
        var second = await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries?limit=2&status=failed&after={first["next"]}");

        Assert.Equal(["http://127.0.0.1:9/3", "http://127.0.0.1:9/2"], UrlsIn(first));
        Assert.Equal(["http://127.0.0.1:9/1"], UrlsIn(second));
        Assert.Null(second["next"]);
        Assert.Empty(UrlsIn(await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries?status=delivered")));
        (await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries?status=lost")).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "webhooks.unknown_status"
        );
        (await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries?after=nowhere")).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "webhooks.bad_cursor"
        );
    }

    [Fact]
    public async Task A_delivery_is_read_with_its_tries_and_sent_again()
    {
        var id = await SendAsync("http://127.0.0.1:9/");

        var delivery = await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries/{id}");
        Assert.Equal("failed", delivery["delivery"]!["status"]!.GetValue<string>());
        Assert.Equal("outbound.private_address", delivery["log"]!.AsArray()[0]!["problem"]!.GetValue<string>());
        Assert.Contains("form.completed", delivery["body"]!.GetValue<string>(), StringComparison.Ordinal);

        (await user.PostAsync($"/api/v1/bots/{botId}/webhook-deliveries/{id}/resend")).AssertIs(HttpStatusCode.NoContent);
        await UntilAsync(id, attempts: 2);
    }

    [Fact]
    public async Task The_secret_is_read_and_changed()
    {
        var before = await user.GetAsync($"/api/v1/bots/{botId}/webhook-secret");
        var after = await user.PostAsync($"/api/v1/bots/{botId}/webhook-secret/rotate");

        Assert.StartsWith("whsec_", before["secret"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEqual(before["secret"]!.GetValue<string>(), after["secret"]!.GetValue<string>());
        Assert.NotNull(after["oldOneEndsAt"]);
    }

    private static string[] UrlsIn(ApiAnswer answer) => [.. answer["items"]!.AsArray().Select(item => item!["url"]!.GetValue<string>())];

    private async Task<Guid> SendAsync(string url)
    {
        var id = await app
            .Services.GetRequiredService<OutgoingWebhooks>()
            .EnqueueAsync(new WebhookToSend(user.AccountId, botId, "form.completed", url, new JsonObject()), default);
        await UntilAsync(id, attempts: 1);
        return id;
    }

    private Task UntilAsync(Guid id, int attempts) =>
        LiveBot.UntilAsync(
            "it was tried",
            async () =>
                (await user.GetAsync($"/api/v1/bots/{botId}/webhook-deliveries/{id}"))["delivery"]!["attempts"]!.GetValue<int>() == attempts
        );
}
