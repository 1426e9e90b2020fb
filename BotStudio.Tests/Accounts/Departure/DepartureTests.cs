using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Bots;
using BotStudio.Core.Files;
using BotStudio.Tests.Accounts.Members;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Accounts.Departure;

/// <summary>How users and accounts end, whichever of the two goes first.</summary>
public sealed class DepartureTests(Acts acts) : Team(acts)
{
    private const string DeleteUserKind = "accounts.delete_user";

    [Fact]
    public async Task Whoever_asked_goes_after_two_weeks_with_the_accounts_that_were_theirs_alone()
    {
        var owner = await SignedUp();
        var key = await GivenFileAsync(owner);
        Assert.True((await Run((PlanDeparture act) => act.RunAsync(owner.UserId, Ct))).Succeeded);

        Clock.Advance(PlanDeparture.Grace - TimeSpan.FromMinutes(1));
        await Acts.RunDueJobsAsync(Guid.Empty, DeleteUserKind);
        Assert.True(await IsThereAsync(owner));

        Clock.Advance(TimeSpan.FromMinutes(2));
        await Acts.RunDueJobsAsync(Guid.Empty, DeleteUserKind);
        Assert.False(await IsThereAsync(owner));
        Assert.Null(await Acts.Services.GetRequiredService<IFileStore>().OpenAsync(key, Ct));
        await using var db = OpenDatabase();
        Assert.False(await db.Accounts.AnyAsync(a => a.Id == owner.AccountId));
        Assert.True(await db.Mails.AnyAsync(m => m.Kind == "accounts.account_deleted"));
    }

    [Fact]
    public async Task Signing_in_before_takes_it_back()
    {
        var owner = await SignedUp();
        await Run((PlanDeparture act) => act.RunAsync(owner.UserId, Ct));
        await Run((StartSession act) => act.RunAsync(owner, Ct));

        Clock.Advance(PlanDeparture.Grace + TimeSpan.FromDays(1));
        await Acts.RunDueJobsAsync(Guid.Empty, DeleteUserKind);

        Assert.True(await IsThereAsync(owner));
    }

    [Fact]
    public async Task Nobody_leaves_others_behind_without_an_owner()
    {
        var owner = await SignedUp();
        await Joined(owner, Role.Admin);

        Assert.Equal("accounts.sole_owner", (await Run((PlanDeparture act) => act.RunAsync(owner.UserId, Ct))).Problem?.Code);
        var losses = await Run((PlanDeparture act) => act.FindLossesAsync(owner.UserId, Ct));
        Assert.Single(losses.Blocking);
    }

    [Fact]
    public async Task Whoever_became_the_only_owner_meanwhile_stays_until_that_is_settled()
    {
        var owner = await SignedUp();
        var second = await Joined(owner, Role.Admin);
        await SetRoleAsync(second, owner.AccountId, Role.Owner);
        Assert.True((await Run((PlanDeparture act) => act.RunAsync(owner.UserId, Ct))).Succeeded);
        await SetRoleAsync(second, owner.AccountId, Role.Viewer);

        Clock.Advance(PlanDeparture.Grace + TimeSpan.FromHours(1));
        await Acts.RunDueJobsAsync(Guid.Empty, DeleteUserKind);

        Assert.True(await IsThereAsync(owner));
    }

    [Fact]
    public async Task With_an_account_go_its_files_and_the_sessions_that_were_in_it_move_on()
    {
        var owner = await SignedUp();
        var key = await GivenFileAsync(owner);
        var guest = await Joined(owner, Role.Viewer);
        var ofOwner = await Run((StartSession act) => act.RunAsync(owner, Ct));
        var ofGuest = await Run((StartSession act) => act.RunAsync(guest with { AccountId = owner.AccountId }, Ct));
        var name = (await As(owner.UserId, owner.AccountId, (ReadAccount act) => act.RunAsync(Ct))).Name;
        await As(owner.UserId, owner.AccountId, (DeleteAccount act) => act.RunAsync(name, Ct));

        Clock.Advance(Account.GracePeriod + TimeSpan.FromMinutes(1));
        await Acts.Services.GetRequiredService<RemoveAccounts>().RunOnceAsync(Ct);

        Assert.Null(await Acts.Services.GetRequiredService<IFileStore>().OpenAsync(key, Ct));
        await using var db = OpenDatabase();
        Assert.Equal(guest.AccountId, await db.Sessions.Where(s => s.Id == ofGuest).Select(s => s.AccountId).SingleAsync());
        Assert.False(await db.Sessions.AnyAsync(s => s.Id == ofOwner));
        Assert.True(await db.Users.AnyAsync(u => u.Id == owner.UserId));
    }

    private async Task SetRoleAsync(SignedIn who, Guid accountId, Role role)
    {
        await using var db = OpenDatabase();
        await db
            .Memberships.Where(m => m.UserId == who.UserId && m.AccountId == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, role));
    }

    private async Task<bool> IsThereAsync(SignedIn who)
    {
        await using var db = OpenDatabase();
        return await db.Users.AnyAsync(u => u.Id == who.UserId);
    }

    /// <returns>Its key in the store.</returns>
    private async Task<string> GivenFileAsync(SignedIn owner)
    {
        var botId = (await As(owner.UserId, owner.AccountId, (CreateBot act) => act.RunAsync(A.Document(), Ct))).Value;
        using var content = new MemoryStream("\"My secret\""u8.ToArray());
        var kept = await As(owner.UserId, owner.AccountId, (KeepFile act) => act.RunAsync(botId, new NewFile(content, "secret.json"), Ct));
        Assert.True(kept.Succeeded, kept.Problem?.Code);
        return kept.Value.Key;
    }
}

/// <summary>An account whose bot is on Telegram.</summary>
public sealed class LastGoodbyeTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task Telegram_is_told_before_an_account_goes()
    {
        var bot = await app.GivenBotAsync(A.Document());
        Assert.NotEqual("", bot.Telegram.Updates.WebhookUrl);
        await app.ExecuteAsync($"update accounts set deleted_from = now() - interval '1 day' where id = '{bot.AccountId}'");

        await app.Services.GetRequiredService<RemoveAccounts>().RunOnceAsync(CancellationToken.None);

        Assert.Equal("", bot.Telegram.Updates.WebhookUrl);
        await using var db = app.OpenDatabase();
        Assert.False(await db.Accounts.AnyAsync(a => a.Id == bot.AccountId));
    }
}
