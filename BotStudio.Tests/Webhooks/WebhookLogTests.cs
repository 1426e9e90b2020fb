using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Webhooks;

public sealed class WebhookLogTests(WithOwnerServer acts) : WebhookTest(acts)
{
    [Fact]
    public async Task The_latest_comes_first_page_by_page()
    {
        var sent = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            sent.Add(await SendAsync());
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = (await ListAsync(size: 2)).Value!;
        var second = (await ListAsync(after: first.Next, size: 2)).Value!;

        Assert.Equal([sent[2], sent[1]], first.Items.Select(row => row.Id));
        Assert.Equal([sent[0]], second.Items.Select(row => row.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task It_is_filtered_by_state_and_by_event()
    {
        Owner.Next(OwnerAnswer.Status(410));
        var gone = await SendAsync();
        await RunJobsAsync();
        var other = await SendAsync(eventType: "lead.created");
        await RunJobsAsync();

        Assert.Equal([gone], (await ListAsync(WebhookStatus.Gone)).Value!.Items.Select(row => row.Id));
        Assert.Equal([other], (await ListAsync(eventType: "lead.created")).Value!.Items.Select(row => row.Id));
        Assert.Empty((await ListAsync(WebhookStatus.Gone, "lead.created")).Value!.Items);
    }

    [Fact]
    public async Task A_delivery_shows_what_was_sent_and_each_answer()
    {
        Owner.Next(OwnerAnswer.Says(500, "Oops"), OwnerAnswer.Says(200, "Thanks"));
        var id = await SendAsync();
        await RunJobsAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await RunJobsAsync();

        var detail = (await Run((OpenWebhookDelivery act) => act.RunAsync(Bot.Id, id, Ct))).Value!;

        Assert.Equal(Arrived[0].Body, detail.Body);
        Assert.Equal([(500, "Oops"), (200, "Thanks")], detail.Log.Select(attempt => (attempt.StatusCode!.Value, attempt.Answer!)));
        Assert.Equal(new Problem("outbound.status", 500), detail.Log[0].AsProblem);
    }

    [Fact]
    public async Task Sent_again_it_is_the_same_message_tried_from_the_beginning()
    {
        Owner.Next(OwnerAnswer.Status(410));
        var id = await SendAsync();
        await RunJobsAsync();

        Assert.True((await ResendAsync(id)).Succeeded);
        await RunJobsAsync();

        var delivery = await DeliveryAsync(id);
        Assert.Equal((WebhookStatus.Delivered, 2), (delivery.Status, delivery.Attempts));
        Assert.Equal(Arrived[0].Body, Arrived[1].Body);
        Assert.Equal(Arrived[0].Headers["webhook-id"], Arrived[1].Headers["webhook-id"]);
    }

    [Fact]
    public async Task Sent_again_while_it_waits_it_is_not_sent_twice()
    {
        Owner.Next(OwnerAnswer.Status(500));
        var id = await SendAsync();
        await RunJobsAsync();

        await ResendAsync(id);
        await RunJobsAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await RunJobsAsync();

        Assert.Equal(2, Arrived.Count);
        Assert.Equal(WebhookStatus.Delivered, (await DeliveryAsync(id)).Status);
    }

    [Fact]
    public async Task A_viewer_reads_the_log_and_neither_sends_nor_sees_the_secret()
    {
        var id = await SendAsync();

        Assert.Equal(Problem.Forbidden, (await Run((ResendWebhook act) => act.RunAsync(Bot.Id, id, Ct), Role.Viewer)).Problem);
        Assert.Equal(Problem.Forbidden, (await Run((ReadWebhookSecret act) => act.RunAsync(Bot.Id, Ct), Role.Operator)).Problem);
        Assert.Equal(Problem.Forbidden, (await Run((RotateWebhookSecret act) => act.RunAsync(Bot.Id, Ct), Role.Operator)).Problem);
    }

    [Fact]
    public async Task The_secret_stays_the_same_and_is_not_in_the_database_in_clear()
    {
        var first = (await Run((ReadWebhookSecret act) => act.RunAsync(Bot.Id, Ct))).Value!;
        var second = (await Run((ReadWebhookSecret act) => act.RunAsync(Bot.Id, Ct))).Value!;

        Assert.Equal(first, second);
        await using var db = OpenDatabase();
        var row = db.WebhookSecrets.Single(secret => secret.BotId == Bot.Id);
        Assert.DoesNotContain(first.Secret["whsec_".Length..], row.SealedSecret, StringComparison.Ordinal);
    }

    private Task<Outcome<Page<WebhookDeliveryRow>>> ListAsync(
        WebhookStatus? status = null,
        string? eventType = null,
        PageStart? after = null,
        int size = 50
    ) => Run((ListWebhookDeliveries act) => act.RunAsync(Bot.Id, status, eventType, after, size, Ct));

    private Task<Outcome> ResendAsync(Guid id) => Run((ResendWebhook act) => act.RunAsync(Bot.Id, id, Ct));
}
