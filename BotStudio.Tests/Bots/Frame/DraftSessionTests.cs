using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Bots.Frame;

public sealed class DraftSessionTests(Acts acts) : ActTest(acts)
{
    private Bot bot = null!;
    private User anna = null!;
    private User boris = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        anna = await JoinAsync("Anna");
        boris = await JoinAsync("Boris");
        bot = await Given(new Bot(AccountId, A.Document(A.TextCommand("price", "10 euros")), Clock.Now));
    }

    [Fact]
    public async Task A_change_is_saved_in_the_next_pause_and_not_before()
    {
        await using var tab = await OpenAsync(anna);
        var saved = tab.When(DraftState.Saved);

        tab.Session.Change(document => document with { Name = "Bakery" });
        Assert.Equal(DraftState.Unsaved, tab.Session.State);
        Clock.Advance(DraftSession.SaveAfter - TimeSpan.FromMilliseconds(1));
        Assert.Equal("Shop", (await StoredAsync()).Name);

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await saved;

        Assert.Equal("Bakery", (await StoredAsync()).Name);
    }

    [Fact]
    public async Task What_is_typed_while_saving_is_saved_too()
    {
        await using var tab = await OpenAsync(anna);
        tab.Session.Changed += TypeOn;
        tab.Session.Change(document => document with { Name = "Bake" });

        await tab.Session.SaveAsync();

        Assert.Equal("Bakery", (await StoredAsync()).Name);
        Assert.Equal(DraftState.Saved, tab.Session.State);

        void TypeOn(object? sender, EventArgs args)
        {
            if (tab.Session.State == DraftState.Saving)
            {
                tab.Session.Changed -= TypeOn;
                tab.Session.Change(document => document with { Name = document.Name + "ry" });
            }
        }
    }

    [Fact]
    public async Task A_change_into_the_same_is_none()
    {
        await using var tab = await OpenAsync(anna);

        tab.Session.Change(document => document with { Welcome = document.Welcome.With("en", document.Welcome["en"]) });

        Assert.Equal(DraftState.Saved, tab.Session.State);
    }

    [Fact]
    public async Task A_tab_with_nothing_unsaved_follows_and_says_whom()
    {
        await using var first = await OpenAsync(anna);
        await using var second = await OpenAsync(boris);
        DraftRow? followed = null;
        second.Session.Followed += (_, theirs) => followed = theirs;
        await first.SaveAsync(document => document with { Name = "Bakery" });

        await second.Session.FollowAsync(first.Session.Saved.Revision);

        Assert.Equal("Bakery", second.Session.Document.Name);
        Assert.Equal("Anna", followed?.SavedBy?.Name);
        Assert.Equal(DraftState.Saved, second.Session.State);
    }

    [Fact]
    public async Task Changes_to_different_things_are_both_kept()
    {
        await using var first = await OpenAsync(anna);
        await using var second = await OpenAsync(boris);
        await first.SaveAsync(document => document with { Name = "Bakery" });

        await second.SaveAsync(document => document.WithPrompt("Sell bread."));

        var stored = await StoredAsync();
        Assert.Equal(("Bakery", "Sell bread."), (stored.Name, stored.Prompt.Text));
        Assert.Equal("Bakery", second.Session.Document.Name);
    }

    [Fact]
    public async Task The_same_thing_changed_twice_is_a_conflict_in_which_nothing_is_lost()
    {
        await using var first = await OpenAsync(anna);
        await using var second = await OpenAsync(boris);
        await first.SaveAsync(document => document with { Name = "Bakery" });

        await second.SaveAsync(document => document with { Name = "Butcher" });

        Assert.Equal(DraftState.Conflict, second.Session.State);
        Assert.Equal("Anna", second.Session.Theirs?.SavedBy?.Name);
        Assert.Equal("Bakery", (await StoredAsync()).Name);
        Assert.Equal("Butcher", second.Session.Document.Name);

        second.Session.Change(document => document with { Name = "Butcher’s" });
        await second.Session.SaveAsync();
        Assert.Equal("Bakery", (await StoredAsync()).Name);
    }

    [Fact]
    public async Task Loading_the_other_draft_ends_a_conflict()
    {
        await using var first = await OpenAsync(anna);
        await using var second = await OpenAsync(boris);
        await ConflictAsync(first, second);

        second.Session.TakeTheirs();

        Assert.Equal("Bakery", second.Session.Document.Name);
        Assert.Equal(DraftState.Saved, second.Session.State);
        await second.SaveAsync(document => document with { Name = "Bakery 2" });
        Assert.Equal("Bakery 2", (await StoredAsync()).Name);
    }

    [Fact]
    public async Task Saving_ones_own_draft_over_the_other_ends_a_conflict()
    {
        await using var first = await OpenAsync(anna);
        await using var second = await OpenAsync(boris);
        await ConflictAsync(first, second);

        await second.Session.KeepMineAsync();

        Assert.Equal(DraftState.Saved, second.Session.State);
        Assert.Equal("Butcher", (await StoredAsync()).Name);
    }

    [Fact]
    public async Task A_refused_change_stays_until_it_is_put_right()
    {
        await using var tab = await OpenAsync(anna);

        await tab.SaveAsync(document => document with { Name = "" });
        Assert.Equal(DraftState.Refused, tab.Session.State);
        Assert.Equal("document.name_missing", tab.Session.Refusal?.Code);

        await tab.SaveAsync(document => document with { Name = "Bakery" });
        Assert.Equal("Bakery", (await StoredAsync()).Name);
        Assert.Null(tab.Session.Refusal);
    }

    [Fact]
    public async Task While_the_database_is_away_a_change_is_kept_and_tried_again()
    {
        // A database of its own, because this one is going to be gone.
        var elsewhere = new Acts();
        await elsewhere.InitializeAsync();
        await using var db = elsewhere.Services.GetRequiredService<PlatformDb>().Open();
        var account = new Account("Elsewhere", elsewhere.Clock.Now);
        var there = new Bot(account.Id, A.Document(), elsewhere.Clock.Now);
        db.AddRange(account, there);
        await db.SaveChangesAsync();
        await using var tab = await Tab.OpenAsync(elsewhere.Services, elsewhere.Clock, account.Id, null, Role.Editor, there.Id);
        await Postgres.RefuseConnectionsAsync(elsewhere.ConnectionString);

        await tab.SaveAsync(document => document with { Name = "Bakery" });
        Assert.Equal(DraftState.Unreachable, tab.Session.State);
        Assert.Equal("Bakery", tab.Session.Document.Name);

        await Postgres.AllowConnectionsAsync(elsewhere.ConnectionString);
        var saved = tab.When(DraftState.Saved);
        elsewhere.Clock.Advance(DraftSession.RetryAfter);
        await saved;
        await elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task Leaving_saves_what_is_not_saved_yet()
    {
        var tab = await OpenAsync(anna);
        tab.Session.Change(document => document with { Name = "Bakery" });

        await tab.DisposeAsync();

        Assert.Equal("Bakery", (await StoredAsync()).Name);
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        await using var tab = await OpenAsync(anna, Role.Operator);

        tab.Session.Change(document => document with { Name = "Bakery" });

        Assert.False(tab.Session.CanEdit);
        Assert.Equal("Shop", tab.Session.Document.Name);
    }

    [Fact]
    public async Task Publishing_saves_first_and_knows_the_new_version()
    {
        await using var tab = await OpenAsync(anna);
        tab.Session.Change(document => document with { Name = "Bakery" });

        var published = await tab.Session.PublishAsync("Bread", Ct);

        Assert.Equal(1, published.Value);
        Assert.Equal(1, tab.Session.Saved.PublishedNumber);
        Assert.False(tab.Session.HasUnpublishedChanges);
        var version = await Run((OpenVersion act) => act.RunAsync(bot.Id, 1, Ct));
        Assert.Equal("Bakery", version.Value?.Name);
    }

    [Fact]
    public async Task Nothing_is_published_while_the_draft_is_in_conflict()
    {
        await using var first = await OpenAsync(anna);
        await using var second = await OpenAsync(boris);
        await ConflictAsync(first, second);

        var published = await second.Session.PublishAsync("", Ct);

        Assert.Equal("bots.draft_unsaved", published.Problem?.Code);
        Assert.Null(second.Session.Saved.PublishedNumber);
    }

    [Fact]
    public async Task Problems_are_found_at_the_places_that_inputs_know()
    {
        await using var tab = await OpenAsync(anna);

        tab.Session.Change(document => document with { Fallback = [], Commands = [document.Commands[0] with { Name = "Price!" }] });

        Assert.Equal("document.text_missing", tab.Session.ProblemAt("/fallback/en")?.Code);
        Assert.Equal("commands.bad_name", tab.Session.ProblemAt("/commands/id-price/name")?.Code);
        Assert.True(tab.Session.HasProblemIn(tab.Session.Document.Commands[0]));
    }

    [Fact]
    public async Task The_language_of_the_texts_stays_one_of_the_bots()
    {
        await using var tab = await OpenAsync(anna);
        tab.Session.Speak("uk");

        tab.Session.Change(document => document with { Languages = ["en", "de"] });

        Assert.Equal("en", tab.Session.Language);
    }

    private static async Task ConflictAsync(Tab first, Tab second)
    {
        await first.SaveAsync(document => document with { Name = "Bakery" });
        await second.SaveAsync(document => document with { Name = "Butcher" });
        Assert.Equal(DraftState.Conflict, second.Session.State);
    }

    private async Task<User> JoinAsync(string name)
    {
        var mail = $"{name}.{Guid.CreateVersion7():n}@example.com";
        var user = await Given(
            new User
            {
                DisplayName = name,
                UserName = mail,
                Email = mail,
            }
        );
        await Given(new Membership(AccountId, user.Id, Role.Editor, Clock.Now));
        return user;
    }

    private Task<Tab> OpenAsync(User user, Role role = Role.Editor) =>
        Tab.OpenAsync(Acts.Services, Clock, AccountId, user.Id, role, bot.Id);

    private async Task<BotDocument> StoredAsync() => (await Run((OpenDraft act) => act.RunAsync(bot.Id, Ct))).Value!.Document;

    /// <summary>One circuit with the draft open.</summary>
    private sealed class Tab(AsyncServiceScope scope, DraftSession session) : IAsyncDisposable
    {
        public DraftSession Session => session;

        public static async Task<Tab> OpenAsync(
            IServiceProvider services,
            TimeProvider clock,
            Guid accountId,
            Guid? userId,
            Role role,
            Guid botId
        )
        {
            var scope = services.CreateAsyncScope();
            var acts = scope.ServiceProvider;
            var account = acts.GetRequiredService<CurrentAccount>();
            account.Set(accountId, userId, role);
            var open = acts.GetRequiredService<OpenDraft>();
            var draft = await open.RunAsync(botId, Ct);
            var session = new DraftSession(
                botId,
                draft.Value!,
                account.May(Permission.EditBots),
                open,
                acts.GetRequiredService<SaveDraft>(),
                acts.GetRequiredService<PublishBot>(),
                clock,
                NullLogger.Instance
            );
            return new Tab(scope, session);
        }

        public async Task SaveAsync(Func<BotDocument, BotDocument> edit)
        {
            session.Change(edit);
            await session.SaveAsync();
        }

        /// <summary>Ends as soon as the session gets into the state after now.</summary>
        public Task When(DraftState state)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            session.Changed += (_, _) =>
            {
                if (session.State == state)
                {
                    reached.TrySetResult();
                }
            };
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        public async ValueTask DisposeAsync()
        {
            await session.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
