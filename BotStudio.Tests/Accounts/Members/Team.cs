using System.Web;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Accounts.Members;

/// <summary>Base of tests of a team: people who have signed up, and acts that one of them does in an account.</summary>
public abstract class Team(Acts acts) : AccountsTest(acts)
{
    protected static readonly Uri Site = new("https://bots.example.com");

    /// <summary>Does something in an account as somebody, with the role that the database has for them now.</summary>
    protected async Task<TResult> As<TAct, TResult>(Guid userId, Guid accountId, Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var db = OpenDatabase();
        var role = await db.Memberships.Where(m => m.UserId == userId && m.AccountId == accountId).Select(m => m.Role).SingleAsync();
        await using var scope = Acts.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(accountId, userId, role);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    protected async Task<SentInvitation> Invited(SignedIn by, Role role, string? email = null, int maxUses = 1)
    {
        var sent = await As(
            by.UserId,
            by.AccountId,
            (InviteMember act) => act.RunAsync(new InvitationInput(email, role, maxUses), Site, Ct)
        );
        Assert.True(sent.Succeeded, sent.Problem?.Code);
        return sent.Value;
    }

    protected Task<Outcome<Guid>> Accept(SentInvitation sent, SignedIn who) =>
        Run((AcceptInvitation act) => act.RunAsync(CodeOf(sent), who.UserId, from: null, Ct));

    protected static string CodeOf(SentInvitation sent) => HttpUtility.ParseQueryString(sent.Link.Query)["code"]!;

    /// <summary>Somebody who has joined the account.</summary>
    protected async Task<SignedIn> Joined(SignedIn owner, Role role)
    {
        var somebody = await SignedUp();
        Assert.Equal(owner.AccountId, (await Accept(await Invited(owner, role), somebody)).Value);
        return somebody;
    }

    protected async Task<Role?> RoleOf(SignedIn who, Guid accountId)
    {
        await using var db = OpenDatabase();
        return await db
            .Memberships.Where(m => m.UserId == who.UserId && m.AccountId == accountId)
            .Select(m => (Role?)m.Role)
            .SingleOrDefaultAsync();
    }
}
