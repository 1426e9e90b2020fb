using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Webhooks;

/// <summary>Core that may call an owner's server on this machine by its literal address.</summary>
public sealed class WithOwnerServer : Acts
{
    public OwnerServer Owner { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1" };

    public override async Task InitializeAsync()
    {
        Owner = await OwnerServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Owner.DisposeAsync();
    }
}

/// <summary>Base of tests about what bots send to their owners' servers. Each has a bot and an address of its own.</summary>
public abstract class WebhookTest(WithOwnerServer acts) : ActTest(acts), IClassFixture<WithOwnerServer>
{
    protected OwnerServer Owner => acts.Owner;

    protected Bot Bot { get; private set; } = null!;

    protected string Url => Owner.At($"/{Bot.Id:n}");

    /// <summary>What came for this test's bot.</summary>
    protected IReadOnlyList<OwnerRequest> Arrived => [.. Owner.Requests.Where(request => request.Path == $"/{Bot.Id:n}")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Owner.Always = OwnerAnswer.Json("{}");
        Bot = await Given(new Bot(AccountId, A.Document(), Clock.Now));
    }

    protected Task<Guid> SendAsync(string? url = null, string eventType = "form.completed") =>
        Acts
            .Services.GetRequiredService<OutgoingWebhooks>()
            .EnqueueAsync(new WebhookToSend(AccountId, Bot.Id, eventType, url ?? Url, new JsonObject { ["name"] = "Олена" }), Ct);

    protected Task<int> RunJobsAsync() => Acts.RunDueJobsAsync(AccountId, OutgoingWebhooks.SendKind);

    protected async Task<WebhookDelivery> DeliveryAsync(Guid id)
    {
        await using var db = OpenDatabase();
        return await db.WebhookDeliveries.AsNoTracking().SingleAsync(delivery => delivery.Id == id);
    }

    protected async Task<string[]> ProblemsAsync()
    {
        await using var db = OpenDatabase();
        return await db.BotProblems.Where(problem => problem.BotId == Bot.Id).Select(problem => problem.Code).ToArrayAsync();
    }
}
