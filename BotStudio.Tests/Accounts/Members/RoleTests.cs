using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Bots;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Accounts.Members;

public sealed class RoleTests(Acts acts) : Team(acts)
{
    [Fact]
    public async Task Another_role_holds_from_the_next_request_on()
    {
        var owner = await SignedUp();
        var member = await Joined(owner, Role.Viewer);

        Assert.Equal("forbidden", (await CreateBot(member, owner.AccountId)).Problem?.Code);
        Assert.True((await Change(owner, owner.AccountId, member, Role.Editor)).Succeeded);
        Assert.True((await CreateBot(member, owner.AccountId)).Succeeded);
    }

    [Fact]
    public async Task An_admin_neither_changes_nor_removes_an_owner()
    {
        var owner = await SignedUp();
        var admin = await Joined(owner, Role.Admin);

        Assert.Equal("members.role_too_high", (await Change(admin, owner.AccountId, owner, Role.Viewer)).Problem?.Code);
        Assert.Equal("members.role_too_high", (await Change(admin, owner.AccountId, admin, Role.Owner)).Problem?.Code);
        Assert.Equal("members.role_too_high", (await Remove(admin, owner.AccountId, owner)).Problem?.Code);
    }

    [Fact]
    public async Task The_last_owner_stays()
    {
        var owner = await SignedUp();

        Assert.Equal("members.last_owner", (await Leave(owner, owner.AccountId)).Problem?.Code);
        Assert.Equal("members.last_owner", (await Change(owner, owner.AccountId, owner, Role.Admin)).Problem?.Code);
    }

    [Fact]
    public async Task Of_two_owners_who_leave_at_once_one_stays()
    {
        var owner = await SignedUp();
        var other = await Joined(owner, Role.Admin);
        await Change(owner, owner.AccountId, other, Role.Owner);

        var outcomes = await Task.WhenAll(Leave(owner, owner.AccountId), Leave(other, owner.AccountId));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        await using var db = OpenDatabase();
        Assert.Equal(Role.Owner, (await db.Memberships.SingleAsync(m => m.AccountId == owner.AccountId)).Role);
    }

    [Fact]
    public async Task Ownership_is_handed_over_by_typing_the_account_s_name()
    {
        var owner = await SignedUp();
        var next = await Joined(owner, Role.Viewer);
        await using var db = OpenDatabase();
        var name = (await db.Accounts.SingleAsync(a => a.Id == owner.AccountId)).Name;

        Assert.Equal("members.name_differs", (await Transfer(owner, next, name + "!")).Problem?.Code);
        Assert.True((await Transfer(owner, next, $" {name} ")).Succeeded);
        Assert.Equal((Role.Admin, Role.Owner), (await RoleOf(owner, owner.AccountId), await RoleOf(next, owner.AccountId)));
        Assert.Equal("forbidden", (await Transfer(owner, next, name)).Problem?.Code);
    }

    [Fact]
    public async Task Who_is_removed_goes_on_in_their_own_account()
    {
        var owner = await SignedUp();
        var member = await Joined(owner, Role.Editor);
        var session = await Run((StartSession act) => act.RunAsync(member with { AccountId = owner.AccountId }, Ct));
        Assert.Equal(owner.AccountId, (await Enter(session))?.AccountId);

        Assert.True((await Remove(owner, owner.AccountId, member)).Succeeded);

        Assert.Equal(member.AccountId, (await Enter(session))?.AccountId);
        Assert.Null(await Enter(session, WantedAccount.Only(owner.AccountId)));
    }

    private Task<SignedInUser?> Enter(Guid session, WantedAccount? wanted = null) =>
        Run((EnterAccount act) => act.RunAsync(session, Ct, wanted));

    private Task<Outcome<Guid>> CreateBot(SignedIn who, Guid accountId) =>
        As(who.UserId, accountId, (CreateBot act) => act.RunAsync(A.Document(), Ct));

    private Task<Outcome> Change(SignedIn by, Guid accountId, SignedIn whom, Role role) =>
        As(by.UserId, accountId, (ChangeRole act) => act.RunAsync(whom.UserId, role, Ct));

    private Task<Outcome> Remove(SignedIn by, Guid accountId, SignedIn whom) =>
        As(by.UserId, accountId, (RemoveMember act) => act.RunAsync(whom.UserId, Ct));

    private Task<Outcome> Leave(SignedIn who, Guid accountId) => As(who.UserId, accountId, (LeaveAccount act) => act.RunAsync(Ct));

    private Task<Outcome> Transfer(SignedIn by, SignedIn to, string name) =>
        As(by.UserId, by.AccountId, (TransferAccount act) => act.RunAsync(to.UserId, name, Ct));
}
