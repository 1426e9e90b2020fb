using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class VersionsTests(Acts acts) : ActTest(acts)
{
    private User oksana = null!;
    private Bot bot = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        oksana = await Given(new User { UserName = $"{Guid.CreateVersion7()}", DisplayName = "Oksana" });
        await Given(new Membership(AccountId, oksana.Id, Role.Owner, Clock.Now));
        bot = await Given(new Bot(AccountId, A.Document(A.TextCommand("price", "Ten euros")), Clock.Now));
    }

    [Fact]
    public async Task The_draft_names_who_saved_it_last()
    {
        await As((SaveDraft act) => act.RunAsync(bot.Id, A.Document(), 1, Ct));

        var draft = await As((OpenDraft act) => act.RunAsync(bot.Id, Ct));

        Assert.Equal("Oksana", draft.Value?.SavedBy?.Name);
    }

    [Fact]
    public async Task The_list_of_versions_says_who_published_them_when_and_why()
    {
        await As((PublishBot act) => act.RunAsync(bot.Id, null, "Prices for spring", Ct));
        Clock.Advance(TimeSpan.FromHours(1));
        await As((SaveDraft act) => act.RunAsync(bot.Id, A.Document(), 1, Ct));
        await As((PublishBot act) => act.RunAsync(bot.Id, null, "", Ct));
        await As((RollBack act) => act.RunAsync(bot.Id, 1, Ct));

        var versions = (await As((ListVersions act) => act.RunAsync(bot.Id, Ct))).Value!;

        Assert.Equal([3, 2, 1], versions.Select(version => version.Number));
        Assert.Equal([true, false, false], versions.Select(version => version.IsLive));
        Assert.Equal([1, null, null], versions.Select(version => version.RestoredFromNumber));
        Assert.Equal("Prices for spring", versions[2].Note);
        Assert.All(versions, version => Assert.Equal("Oksana", version.PublishedBy));
        Assert.Equal(TimeSpan.FromHours(1), versions[1].PublishedAt - versions[2].PublishedAt);
    }

    [Fact]
    public async Task Another_accounts_people_have_no_names_here()
    {
        await As((PublishBot act) => act.RunAsync(bot.Id, null, "", Ct));
        await using (var db = OpenDatabase())
        {
            db.Remove(db.Memberships.Single(membership => membership.UserId == oksana.Id));
            await db.SaveChangesAsync(Ct);
        }

        var versions = (await Run((ListVersions act) => act.RunAsync(bot.Id, Ct))).Value!;

        Assert.Null(versions.Single().PublishedBy);
    }

    [Fact]
    public async Task Renaming_goes_through_the_draft()
    {
        var renamed = await As((RenameBot act) => act.RunAsync(bot.Id, "  Shop 2 ", Ct));
        var draft = (await Run((OpenDraft act) => act.RunAsync(bot.Id, Ct))).Value!;

        Assert.Equal(2, renamed.Value);
        Assert.Equal(("Shop 2", 2), (draft.Document.Name, draft.Revision));
    }

    [Fact]
    public async Task A_bot_cannot_be_without_a_name()
    {
        var renamed = await As((RenameBot act) => act.RunAsync(bot.Id, " ", Ct));

        Assert.Equal(new Problem("document.name_missing").At("/name"), renamed.Problem);
    }

    /// <summary>Runs an act as Oksana.</summary>
    private async Task<TResult> As<TAct, TResult>(Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var scope = Acts.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(AccountId, oksana.Id, Role.Owner);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }
}
