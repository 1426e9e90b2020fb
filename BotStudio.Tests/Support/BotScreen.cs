using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support;

/// <summary>Renders a page of one bot, as it stands inside the frame, and lets it hear of changes.</summary>
public abstract class BotScreen : AccountScreen
{
    private Chats? chats;

    protected BotScreen(Acts acts)
        : base(acts, services => services.AddBotFrame()) { }

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected Bot Bot { get; private set; } = null!;

    /// <summary>What the page edits.</summary>
    protected DraftSession Draft { get; private set; } = null!;

    protected Chats Chats => chats ??= new Chats(Services, Clock);

    protected IReadOnlyList<Toast> Toasts => Services.GetRequiredService<Toasts>().Shown;

    protected string Address =>
        Services.GetRequiredService<NavigationManager>().ToBaseRelativePath(Services.GetRequiredService<NavigationManager>().Uri);

    protected virtual BotDocument Document => A.Document(A.TextCommand("price", "Ten euros"));

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Bot = new Bot(AccountId, Document, Clock.Now);
        await using var db = OpenDatabase();
        db.Add(Bot);
        await db.SaveChangesAsync();
    }

    /// <param name="parameters">Besides the bot and its draft.</param>
    protected async Task<IRenderedComponent<TPage>> OpenAsync<TPage>(Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : class, IComponent
    {
        SignIn();
        await ListenAsync();
        Draft = (await Services.GetRequiredService<DraftSessions>().OpenAsync(Bot.Id, Ct)).Value!;
        return Render<TPage>(page =>
        {
            page.AddCascadingValue(Draft);
            page.TryAdd("BotId", Bot.Id);
            parameters?.Invoke(page);
        });
    }

    /// <summary>Time goes on as far as pages pause between two readings.</summary>
    protected void GoOn() => Clock.Advance(TimeSpan.FromSeconds(1));
}
