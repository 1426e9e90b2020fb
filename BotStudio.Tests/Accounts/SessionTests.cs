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
        var who = await SignedUp();
        var sessionId = await Start(who);
        await Execute($"update memberships set role = 'Viewer' where user_id = '{who.UserId}'");

        await using var scope = Acts.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<EnterAccount>().RunAsync(sessionId, Ct);

        Assert.Equal(Role.Viewer, user?.Role);
        var account = scope.ServiceProvider.GetRequiredService<CurrentAccount>();
        Assert.Equal((who.AccountId, who.UserId, Role.Viewer), (account.Id, account.UserId, account.Role));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_no_other()
    {
        var who = await SignedUp();
        var (ended, other) = (await Start(who), await Start(who));

        await Run(
            async (EndSession act) =>
            {
                await act.RunAsync(ended, Ct);
                return true;
            }
        );

        Assert.False(await Holds(ended));
        Assert.True(await Holds(other));
    }

    [Theory]
    [InlineData("delete from memberships where user_id = '{0}'")]
    [InlineData("update users set security_stamp = 'changed with the password' where id = '{0}'")]
    [InlineData("delete from users where id = '{0}'")]
    public async Task A_session_ends_with_the_membership_the_password_and_the_user(string change)
    {
        var who = await SignedUp();
        var sessionId = await Start(who);

        await Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, change, who.UserId));

        Assert.False(await Holds(sessionId));
    }

    [Fact]
    public async Task A_session_lives_as_long_as_it_is_used_once_a_month()
    {
        var sessionId = await Start(await SignedUp());
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Session.Lifetime - TimeSpan.FromHours(1));
            Assert.True(await Holds(sessionId));
        }

        Clock.Advance(Session.Lifetime);

        Assert.False(await Holds(sessionId));
    }

    [Fact]
    public async Task Sessions_that_ran_out_are_forgotten_at_the_next_sign_in()
    {
        var who = await SignedUp();
        await Start(who);
        Clock.Advance(Session.Lifetime);

        var current = await Start(who);

        await using var db = OpenDatabase();
        Assert.Equal(current, Assert.Single(await db.Sessions.Where(s => s.UserId == who.UserId).Select(s => s.Id).ToListAsync()));
    }

    [Fact]
    public async Task An_unknown_session_opens_nothing() => Assert.False(await Holds(Guid.CreateVersion7()));

    [Fact]
    public async Task A_scope_that_was_left_belongs_to_nobody()
    {
        var sessionId = await Start(await SignedUp());
        await using var scope = Acts.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EnterAccount>().RunAsync(sessionId, Ct);
        var account = scope.ServiceProvider.GetRequiredService<CurrentAccount>();

        account.Leave();

        Assert.False(account.May(Permission.ViewBots));
        Assert.Throws<InvalidOperationException>(() => account.Id);
    }

    private Task<Guid> Start(SignedIn who) => Run((StartSession act) => act.RunAsync(who, Ct));

    private async Task<bool> Holds(Guid sessionId)
    {
        await using var scope = Acts.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<EnterAccount>().RunAsync(sessionId, Ct);
        Assert.Equal(user is not null, scope.ServiceProvider.GetRequiredService<CurrentAccount>().IsSet);
        return user is not null;
    }

    private async Task Execute(string sql)
    {
        await using var db = OpenDatabase();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
