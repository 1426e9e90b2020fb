using BotStudio.Core.Accounts;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Accounts;

public sealed class SignInTests(Acts acts) : AccountsTest(acts)
{
    private readonly string email = NewEmail();

    [Fact]
    public async Task The_password_opens_the_account_of_the_user()
    {
        var signedUp = await SignedUp(email);

        var outcome = await SignIn($" {email.ToUpperInvariant()} ");

        Assert.Equal(signedUp, outcome.Value);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        await SignedUp(email);

        var wrongPassword = await SignIn(email, "correct horse batterx");
        var unknownAddress = await SignIn(NewEmail());

        Assert.Equal("accounts.sign_in_failed", wrongPassword.Problem?.Code);
        Assert.Equal(wrongPassword.Problem, unknownAddress.Problem);
    }

    [Theory]
    [InlineData(null, Password)]
    [InlineData("", "")]
    [InlineData("anna@example.com", null)]
    [InlineData("not an address", Password)]
    public async Task Nothing_is_nobody(string? address, string? password) =>
        Assert.Equal("accounts.sign_in_failed", (await SignIn(address, password)).Problem?.Code);

    [Fact]
    public async Task Ten_wrong_passwords_lock_even_the_right_one_out_for_a_quarter_of_an_hour()
    {
        await SignedUp(email);
        for (var i = 1; i < Core.Accounts.SignIn.FailuresBeforeLockout; i++)
        {
            Assert.Equal("accounts.sign_in_failed", (await SignIn(email, "wrong password")).Problem?.Code);
        }

        Assert.Equal("accounts.locked_out", (await SignIn(email, "wrong password")).Problem?.Code);
        Assert.Equal("accounts.locked_out", (await SignIn(email)).Problem?.Code);

        Clock.Advance(Core.Accounts.SignIn.Lockout);
        Assert.True((await SignIn(email)).Succeeded);
    }

    [Fact]
    public async Task The_right_password_forgives_the_wrong_ones_before_it()
    {
        await SignedUp(email);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 1; i < Core.Accounts.SignIn.FailuresBeforeLockout; i++)
            {
                await SignIn(email, "wrong password");
            }

            Assert.True((await SignIn(email)).Succeeded);
        }
    }

    [Fact]
    public async Task Guesses_that_arrive_together_are_all_counted()
    {
        var user = await SignedUp(email);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SignIn(email, "wrong password")));

        await using var db = OpenDatabase();
        Assert.Equal(6, (await db.Users.SingleAsync(u => u.Id == user.UserId)).AccessFailedCount);
    }

    [Fact]
    public async Task A_user_of_several_accounts_enters_the_oldest_membership()
    {
        var first = await SignedUp(email);
        var other = await SignedUp();
        Clock.Advance(TimeSpan.FromDays(1));
        await using (var db = OpenDatabase())
        {
            db.Memberships.Add(new Membership(other.AccountId, first.UserId, Role.Editor, Clock.Now));
            await db.SaveChangesAsync();
        }

        Assert.Equal(first.AccountId, (await SignIn(email)).Value?.AccountId);
    }

    [Fact]
    public async Task A_user_who_belongs_nowhere_any_more_gets_an_account_of_their_own()
    {
        var user = await SignedUp(email);
        await using var db = OpenDatabase();
        await db.Memberships.Where(m => m.UserId == user.UserId).ExecuteDeleteAsync();

        var signedIn = (await SignIn(email)).Value!;

        Assert.NotEqual(user.AccountId, signedIn.AccountId);
        Assert.Equal(Role.Owner, (await db.Memberships.SingleAsync(m => m.UserId == user.UserId)).Role);
    }
}
