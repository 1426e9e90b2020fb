using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Core.Outbound;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Webhooks;

public sealed class SendWebhookTests(WithOwnerServer acts) : WebhookTest(acts)
{
    [Fact]
    public async Task A_message_says_what_happened_when_and_to_which_bot()
    {
        var id = await SendAsync();
        await RunJobsAsync();

        var request = Assert.Single(Arrived);
        var body = JsonNode.Parse(request.Body)!;
        Assert.Equal("form.completed", body["type"]!.GetValue<string>());
        Assert.Equal(Clock.Now, body["timestamp"]!.GetValue<DateTimeOffset>());
        Assert.Equal(Bot.Id, body["botId"]!.GetValue<Guid>());
        Assert.Equal("Олена", body["data"]!["name"]!.GetValue<string>());
        Assert.Contains("Олена", request.Body, StringComparison.Ordinal);
        Assert.Equal(WebhookStatus.Delivered, (await DeliveryAsync(id)).Status);
        Assert.Equal(0, await RunJobsAsync());
    }

    [Fact]
    public async Task The_other_side_can_check_the_signature_with_nothing_but_the_secret()
    {
        await SendAsync();
        await RunJobsAsync();

        var request = Assert.Single(Arrived);
        var secret = (await Run((ReadWebhookSecret act) => act.RunAsync(Bot.Id, Ct))).Value!.Secret;
        Assert.True(IsSignedWith(secret, request));
        Assert.False(IsSignedWith(WebhookSignature.NewSecret(), request));
        Assert.Equal($"{Clock.Now.ToUnixTimeSeconds()}", request.Headers["webhook-timestamp"]);
    }

    [Fact]
    public async Task After_a_change_of_the_secret_both_sign_for_a_day()
    {
        var before = (await Run((ReadWebhookSecret act) => act.RunAsync(Bot.Id, Ct))).Value!.Secret;
        var after = (await Run((RotateWebhookSecret act) => act.RunAsync(Bot.Id, Ct))).Value!;
        Assert.Equal(Clock.Now + TimeSpan.FromHours(24), after.OldOneEndsAt);

        await SendAsync();
        await RunJobsAsync();
        Assert.True(IsSignedWith(before, Arrived[0]));
        Assert.True(IsSignedWith(after.Secret, Arrived[0]));

        Clock.Advance(TimeSpan.FromHours(24));
        await SendAsync();
        await RunJobsAsync();
        Assert.False(IsSignedWith(before, Arrived[1]));
        Assert.True(IsSignedWith(after.Secret, Arrived[1]));
    }

    [Fact]
    public async Task A_server_that_fails_is_tried_again_with_growing_pauses_for_a_day_and_then_no_more()
    {
        Owner.Always = OwnerAnswer.Says(503, "Down for repairs");
        var id = await SendAsync();
        await RunJobsAsync();
        foreach (var seconds in (int[])[5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800])
        {
            var delivery = await DeliveryAsync(id);
            Assert.Equal(
                (WebhookStatus.Waiting, Clock.Now + TimeSpan.FromSeconds(seconds)),
                (delivery.Status, delivery.NextAttemptAt!.Value)
            );
            Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(0, await RunJobsAsync());
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, await RunJobsAsync());
        }

        var end = await DeliveryAsync(id);
        Assert.Equal((WebhookStatus.Failed, 11, null), (end.Status, end.Attempts, end.NextAttemptAt));
        Assert.Equal((503, "outbound.status", "Down for repairs"), (end.Log[^1].StatusCode, end.Log[^1].Problem, end.Log[^1].Answer));
        Assert.Equal(0, await RunJobsAsync());
        Assert.Single(Arrived.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.Single(Arrived.Select(request => request.Body).Distinct());
        Assert.Equal(11, Arrived.Select(request => request.Headers["webhook-signature"]).Distinct().Count());
    }

    [Fact]
    public async Task A_server_that_recovers_gets_it_once_more_and_that_is_all()
    {
        Owner.Next(OwnerAnswer.Status(500));
        var id = await SendAsync();
        await RunJobsAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await RunJobsAsync();

        var delivery = await DeliveryAsync(id);
        Assert.Equal((WebhookStatus.Delivered, 2, null), (delivery.Status, delivery.Attempts, delivery.LastProblem));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await RunJobsAsync());
    }

    [Fact]
    public async Task Gone_means_gone()
    {
        Owner.Next(OwnerAnswer.Status(410));
        var id = await SendAsync();
        await RunJobsAsync();
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await RunJobsAsync());
        Assert.Equal(WebhookStatus.Gone, (await DeliveryAsync(id)).Status);
        Assert.Equal(["webhooks.failing"], await ProblemsAsync());
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("1", 5)]
    [InlineData("864000", 8 * 3600)]
    public async Task A_server_may_ask_for_a_longer_pause_within_reason(string retryAfter, int seconds)
    {
        Owner.Next(OwnerAnswer.Status(429, retryAfter));
        var id = await SendAsync();
        await RunJobsAsync();

        Assert.Equal(Clock.Now + TimeSpan.FromSeconds(seconds), (await DeliveryAsync(id)).NextAttemptAt);
    }

    [Fact]
    public async Task An_address_that_may_not_be_called_is_not_tried_again()
    {
        var id = await SendAsync($"http://localhost:{Owner.Url.Port}/{Bot.Id:n}");
        await RunJobsAsync();

        var delivery = await DeliveryAsync(id);
        Assert.Equal((WebhookStatus.Failed, "outbound.private_address"), (delivery.Status, delivery.LastProblem));
        Assert.Empty(Arrived);
    }

    [Fact]
    public async Task A_server_that_stalls_is_tried_again()
    {
        Owner.Next(OwnerAnswer.Stall);
        var id = await SendAsync();
        var before = Owner.Requests.Count;
        var running = RunJobsAsync();
        await LiveBot.UntilAsync("the request has come", () => Task.FromResult(Owner.Requests.Count > before));
        Clock.Advance(TimeSpan.FromSeconds(10));
        await running;

        var delivery = await DeliveryAsync(id);
        Assert.Equal((WebhookStatus.Waiting, "outbound.timed_out", null), (delivery.Status, delivery.LastProblem, delivery.LastStatusCode));
        Assert.Equal(10_000, delivery.Log[0].DurationMs);
    }

    [Fact]
    public async Task Garbage_and_too_much_are_an_answer_when_the_status_says_success()
    {
        Owner.Next(
            OwnerAnswer.Bytes([0, 0xff, 0xfe, 0xc3, 0x28, 0, 0xed, 0xa0, 0x80], "text/html"),
            OwnerAnswer.Bytes(new byte[OutboundHttp.MaxAnswerBytes + 1], "text/plain")
        );
        var garbage = await SendAsync();
        await RunJobsAsync();
        var large = await SendAsync();
        await RunJobsAsync();

        Assert.Equal(WebhookStatus.Delivered, (await DeliveryAsync(garbage)).Status);
        Assert.Equal(WebhookStatus.Delivered, (await DeliveryAsync(large)).Status);
    }

    [Fact]
    public async Task Of_a_long_answer_the_beginning_is_kept()
    {
        Owner.Next(OwnerAnswer.Says(500, new string('x', 50_000)));
        var id = await SendAsync();
        await RunJobsAsync();

        Assert.Equal(new string('x', WebhookDelivery.MaxKeptAnswer), (await DeliveryAsync(id)).Log[0].Answer);
    }

    [Fact]
    public async Task An_address_that_keeps_failing_is_on_the_bots_card_until_it_takes_something()
    {
        Owner.Always = OwnerAnswer.Status(500);
        await SendAsync();
        for (var i = 0; i < WebhookDelivery.FailuresThatAreNews; i++)
        {
            Assert.Empty(await ProblemsAsync());
            await RunJobsAsync();
            Clock.Advance(WebhookDelivery.Pauses[i]);
        }

        Assert.Equal(["webhooks.failing"], await ProblemsAsync());

        Owner.Always = OwnerAnswer.Json("{}");
        await RunJobsAsync();
        Assert.Empty(await ProblemsAsync());
    }

    [Fact]
    public async Task A_problem_that_nobody_meets_any_more_is_taken_back()
    {
        Owner.Next(OwnerAnswer.Status(410));
        await SendAsync();
        await RunJobsAsync();
        var tidy = ActivatorUtilities.CreateInstance<ForgetWebhooks>(Acts.Services);

        Clock.Advance(TimeSpan.FromHours(23));
        await tidy.RunOnceAsync(Ct);
        Assert.Equal(["webhooks.failing"], await ProblemsAsync());

        Clock.Advance(TimeSpan.FromHours(2));
        await tidy.RunOnceAsync(Ct);
        Assert.Empty(await ProblemsAsync());
    }

    [Fact]
    public async Task The_log_forgets_after_thirty_days_but_never_what_is_under_way()
    {
        var sent = await SendAsync();
        await RunJobsAsync();
        var waiting = await SendAsync();
        var tidy = ActivatorUtilities.CreateInstance<ForgetWebhooks>(Acts.Services);

        Clock.Advance(TimeSpan.FromDays(29));
        await tidy.RunOnceAsync(Ct);
        Assert.NotNull(await DeliveryAsync(sent));

        Clock.Advance(TimeSpan.FromDays(2));
        await tidy.RunOnceAsync(Ct);
        await using var db = OpenDatabase();
        Assert.Equal([waiting], await db.WebhookDeliveries.Where(d => d.BotId == Bot.Id).Select(d => d.Id).ToListAsync());
    }

    [Fact]
    public async Task Put_in_with_a_transaction_it_is_sent_when_that_commits_and_not_before()
    {
        await using (var db = OpenDatabase())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Acts
                .Services.GetRequiredService<OutgoingWebhooks>()
                .EnqueueAsync(db, new WebhookToSend(AccountId, Bot.Id, "form.completed", Url, []), Ct);
            Assert.Equal(0, await RunJobsAsync());
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await RunJobsAsync());
        Assert.Empty(Arrived);
    }

    /// <summary>As an owner's server does it, without any code of ours.</summary>
    private static bool IsSignedWith(string secret, OwnerRequest request)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal)));
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Body}";
        var expected = "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed)));
        return request.Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
