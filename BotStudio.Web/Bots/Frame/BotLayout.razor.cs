using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Data;
using BotStudio.Web.Layout;
using BotStudio.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace BotStudio.Web.Bots.Frame;

/// <summary>The frame of a bot's pages. A layout lives on while one goes from page to page, so the draft is read once.</summary>
public sealed partial class BotLayout
{
    private DraftSession? draft;
    private BotRow? bot;
    private string? place;
    private string? toShow;
    private string? address;
    private bool isMissing;
    private IDisposable? subscription;
    private CancellationTokenSource? following;
    private int waiting;
    private IJSObjectReference? script;

    [Inject]
    private DraftSessions Sessions { get; set; } = null!;

    [Inject]
    private FindBot FindBot { get; set; } = null!;

    [Inject]
    private CountInbox CountInbox { get; set; } = null!;

    [Inject]
    private ConversationFeed Feed { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private Notifications Notifications { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private IStringLocalizer<FrameText> L { get; set; } = null!;

    [Inject]
    private IStringLocalizer<LayoutText> Captions { get; set; } = null!;

    /// <summary>"Contacts · Coffee on the corner"; a page that knows better says it itself.</summary>
    private string TabTitle
    {
        get
        {
            var path = new Uri(Navigation.Uri).AbsolutePath[$"/app/bots/{draft!.BotId}".Length..];
            var part = Layout
                .Navigation.Bot.SelectMany(group => group.Items)
                .LastOrDefault(item => path.StartsWith(item.Href, StringComparison.Ordinal));
            return part is null or { Href: "" } ? draft.Document.Name : $"{Captions[part.TextKey]} · {draft.Document.Name}";
        }
    }

    /// <summary>A count that lags by this much is still right enough, and a busy bot costs no more than a quiet one.</summary>
    private static readonly TimeSpan CountPause = TimeSpan.FromSeconds(1);

    /// <summary>The bot in an address such as <c>/app/bots/{id}/prompt</c>, or null.</summary>
    public static Guid? BotOf(string relativePath) =>
        relativePath.Split('/', '?', '#') is ["app", "bots", var id, ..] && Guid.TryParse(id, out var botId) ? botId : null;

    protected override async Task OnParametersSetAsync()
    {
        if (address != Navigation.Uri)
        {
            address = Navigation.Uri;
            place = QueryHelpers.ParseQuery(new Uri(address).Query).TryGetValue(DraftPlace.Query, out var at) ? at.ToString() : null;
            toShow = place;
        }

        if (BotOf(Navigation.ToBaseRelativePath(Navigation.Uri)) is { } botId && botId != draft?.BotId)
        {
            await OpenAsync(botId);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            // Modules without an export: they listen, and stay.
            await Js.InvokeVoidAsync("import", "/" + Assets["js/text-tools.js"]);
            await Js.InvokeVoidAsync("import", "/" + Assets["js/variable-completion.js"]);
            await Js.InvokeVoidAsync("import", "/" + Assets["js/drag-and-drop.js"]);
            script = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["Bots/Frame/BotLayout.razor.js"]);
        }

        if (toShow is { } shown && draft is not null && script is not null)
        {
            toShow = null;
            await script.InvokeVoidAsync("show", shown);
        }
    }

    private async Task OpenAsync(Guid botId)
    {
        Leave();
        var opened = await Sessions.OpenAsync(botId, CancellationToken.None);
        var found = await FindBot.RunAsync(botId, CancellationToken.None);
        isMissing = !opened.Succeeded || !found.Succeeded;
        draft = opened.Value;
        bot = found.Value;
        if (draft is null)
        {
            return;
        }

        draft.Changed += Refresh;
        draft.Followed += Tell;
        subscription = Notifications.Subscribe(Notifications.Bots, OnBotChanged);
        if (RendererInfo.IsInteractive)
        {
            following = new CancellationTokenSource();
            _ = CountAsync(botId, following.Token);
        }
    }

    /// <summary>Counts whoever needs a person, now and whenever something is said.</summary>
    private async Task CountAsync(Guid botId, CancellationToken leaving)
    {
        try
        {
            await foreach (var _ in Feed.WatchAsync(botId, leaving))
            {
                var total = (await CountInbox.RunAsync(botId, leaving)).Value?.Total ?? 0;
                if (total != waiting)
                {
                    waiting = total;
                    await InvokeAsync(StateHasChanged);
                }

                await Task.Delay(CountPause, Clock, leaving);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The reader has left.
        }
        catch (Npgsql.NpgsqlException)
        {
            // The database is away: the number stays as it was until the page is opened again.
        }
    }

    private void Leave()
    {
        subscription?.Dispose();
        following?.Cancel();
        following?.Dispose();
        following = null;
        waiting = 0;
        if (draft is not null)
        {
            draft.Changed -= Refresh;
            draft.Followed -= Tell;
        }
    }

    private void Refresh(object? sender, EventArgs args) => _ = InvokeAsync(StateHasChanged);

    private void Tell(object? sender, DraftRow theirs) =>
        Toasts.Show(
            new Toast(
                AlertKind.Info,
                theirs.SavedBy switch
                {
                    null => L["followed.someone"],
                    var author when author.UserId == Sessions.UserId => L["followed.you"],
                    var author => L["followed.other", author.Name],
                }
            )
        );

    private void OnBotChanged(string botId)
    {
        if (draft is not null && botId == draft.BotId.ToString())
        {
            _ = InvokeAsync(ReadBotAsync);
        }
    }

    private async Task ReadBotAsync()
    {
        if (draft is not null && await FindBot.RunAsync(draft.BotId, CancellationToken.None) is { Value: { } found })
        {
            bot = found;
            StateHasChanged();
        }
    }

    /// <summary>The draft stays open in this circuit, so nobody waits for it.</summary>
    private void SaveBeforeLeaving(LocationChangingContext context) => _ = draft!.SaveAsync();

    public async ValueTask DisposeAsync()
    {
        Leave();
        try
        {
            if (script is not null)
            {
                await script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the script with it.
        }
    }
}
