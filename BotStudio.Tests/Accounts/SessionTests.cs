using BotStudio.Core.Accounts;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Accounts;

public sealed class SessionTests(Acts acts) : AccountsTest(acts)
{
    [Fact]
    public async Task A_session_puts_the_scope_into_its_account_with_the_role_of_this_moment()
    {
        var session = await SignedUp();
        await using (var db = OpenDatabase())
        {
            await db.Database.ExecuteSqlAsync($"update memberships set role = 'Viewer' where user_id = {session.UserId}");
        }

        await using var scope = Acts.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<EnterAccount>().RunAsync(session, Ct);

        Assert.Equal(Role.Viewer, user?.Role);
        var account = scope.ServiceProvider.GetRequiredService<CurrentAccount>();
        Assert.Equal((session.AccountId, session.UserId, Role.Viewer), (account.Id, account.UserId, account.Role));
    }

    [Fact]
    public async Task A_session_ends_with_the_membership()
    {
        var session = await SignedUp();
        await using (var db = OpenDatabase())
        {
            await db.Memberships.Where(m => m.UserId == session.UserId).ExecuteDeleteAsync();
        }

        await AssertIsOver(session);
    }

    [Fact]
    public async Task A_session_ends_when_the_password_changes()
    {
        var session = await SignedUp();
        await using (var db = OpenDatabase())
        {
            await db.Users.Where(u => u.Id == session.UserId).ExecuteUpdateAsync(u => u.SetProperty(each => each.SecurityStamp, "other"));
        }

        await AssertIsOver(session);
    }

    [Fact]
    public async Task A_session_opens_no_account_the_user_does_not_belong_to()
    {
        var session = await SignedUp();
        var other = await SignedUp();

        await AssertIsOver(session with { AccountId = other.AccountId });
    }

    [Fact]
    public async Task A_scope_that_was_left_belongs_to_nobody()
    {
        var session = await SignedUp();
        await using var scope = Acts.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EnterAccount>().RunAsync(session, Ct);
        var account = scope.ServiceProvider.GetRequiredService<CurrentAccount>();

        account.Leave();

        Assert.False(account.Can(Role.Viewer));
        Assert.Throws<InvalidOperationException>(() => account.Id);
    }

    private async Task AssertIsOver(Session session)
    {
        await using var scope = Acts.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<EnterAccount>().RunAsync(session, Ct));
        Assert.False(scope.ServiceProvider.GetRequiredService<CurrentAccount>().IsSet);
    }
}
