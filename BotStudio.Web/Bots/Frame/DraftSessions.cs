using System.Globalization;
using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Bots.Frame;

/// <summary>The drafts that one circuit has opened. They live as long as it does, so that going from page to page loses nothing.</summary>
public sealed class DraftSessions : IAsyncDisposable
{
    private readonly OpenDraft open;
    private readonly SaveDraft save;
    private readonly PublishBot publish;
    private readonly LiveModels models;
    private readonly FindModel find;
    private readonly OfferModels offer;
    private readonly CurrentAccount account;
    private readonly Notifications notifications;
    private readonly TimeProvider clock;
    private readonly ILogger<DraftSession> log;
    private readonly Dictionary<Guid, DraftSession> sessions = [];
    private readonly IDisposable[] subscriptions;

    public DraftSessions(
        OpenDraft open,
        SaveDraft save,
        PublishBot publish,
        LiveModels models,
        FindModel find,
        OfferModels offer,
        CurrentAccount account,
        Notifications notifications,
        TimeProvider clock,
        ILogger<DraftSession> log
    )
    {
        this.open = open;
        this.save = save;
        this.publish = publish;
        this.models = models;
        this.find = find;
        this.offer = offer;
        this.account = account;
        this.notifications = notifications;
        this.clock = clock;
        this.log = log;
        subscriptions =
        [
            notifications.Subscribe(Notifications.Drafts, OnDraftSaved),
            notifications.Subscribe(Notifications.Bots, bot => Follow(bot, revision: null)),
        ];
        notifications.Reconnected += FollowAll;
    }

    /// <summary>Who edits here.</summary>
    public Guid? UserId => account.UserId;

    /// <summary>The session of a bot, begun at the first call; at later ones brought up to date.</summary>
    /// <returns><c>not_found</c>.</returns>
    public async Task<Outcome<DraftSession>> OpenAsync(Guid botId, CancellationToken ct)
    {
        if (Find(botId) is { } begun)
        {
            await begun.FollowAsync();
            return begun;
        }

        var opened = await open.RunAsync(botId, ct);
        if (opened.Value is not { } draft)
        {
            return Outcome<DraftSession>.Refused(opened.Problems);
        }

        var known = new DraftModels(await models.FindAsync(ct), (name, token) => find.ForAsync(account.Id, name, token), offer.RunAsync);
        lock (sessions)
        {
            // Two sections of a page may have asked at once.
            if (!sessions.TryGetValue(botId, out var session))
            {
                session = new DraftSession(botId, draft, account.May(Permission.EditBots), open, save, publish, clock, log)
                {
                    Models = known,
                };
                sessions.Add(botId, session);
            }

            return session;
        }
    }

    public async ValueTask DisposeAsync()
    {
        notifications.Reconnected -= FollowAll;
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }

        foreach (var session in All())
        {
            await session.DisposeAsync();
        }
    }

    private void OnDraftSaved(string payload)
    {
        if (payload.Split(' ') is [var bot, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var revision))
        {
            Follow(bot, revision);
        }
    }

    private void Follow(string bot, int? revision)
    {
        if (Guid.TryParse(bot, out var botId) && Find(botId) is { } session)
        {
            _ = session.FollowAsync(revision);
        }
    }

    private void FollowAll()
    {
        foreach (var session in All())
        {
            _ = session.FollowAsync();
        }
    }

    private DraftSession? Find(Guid botId)
    {
        lock (sessions)
        {
            return sessions.GetValueOrDefault(botId);
        }
    }

    private DraftSession[] All()
    {
        lock (sessions)
        {
            return [.. sessions.Values];
        }
    }
}
