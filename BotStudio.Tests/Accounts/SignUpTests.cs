using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Accounts;

public sealed class SignUpTests(Acts acts) : AccountsTest(acts)
{
    [Fact]
    public async Task A_new_user_owns_a_new_account()
    {
        var outcome = await SignUp(new SignUpInput("  Anna.Kovalenko+bots@Example.com ", Password, Language: "uk-UA"));

        await using var db = OpenDatabase();
        var user = await db.Users.SingleAsync(u => u.Id == outcome.Value!.UserId);
        Assert.Equal("Anna.Kovalenko+bots@Example.com", user.Email);
        Assert.Equal("Anna.Kovalenko", user.DisplayName);
        Assert.Equal("uk", user.Language);
        Assert.False(user.IsPlatformAdmin);
        var membership = await db.Memberships.SingleAsync(m => m.UserId == user.Id);
        Assert.Equal((outcome.Value!.AccountId, Role.Owner), (membership.AccountId, membership.Role));
        Assert.Equal("Anna.Kovalenko", (await db.Accounts.SingleAsync(a => a.Id == membership.AccountId)).Name);
    }

    [Fact]
    public async Task The_password_is_stored_as_a_salted_hash()
    {
        var first = await SignedUp();
        var second = await SignedUp();

        await using var db = OpenDatabase();
        var hashes = await db.Users.Where(u => u.Id == first.UserId || u.Id == second.UserId).Select(u => u.PasswordHash).ToListAsync();
        Assert.Equal(2, hashes.Distinct().Count());
        Assert.DoesNotContain(hashes, hash => hash!.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_signs_up_once_however_it_is_written()
    {
        var email = NewEmail();
        await SignedUp(email);

        var again = await SignUp(new SignUpInput(email.ToUpperInvariant(), Password));

        Assert.Equal(new Problem("accounts.email_taken").At("/email"), again.Problem);
    }

    [Fact]
    public async Task Of_many_who_sign_up_at_once_with_one_address_one_succeeds_and_nothing_is_left_of_the_others()
    {
        var email = NewEmail();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SignUp(new SignUpInput(email, Password, "Racer"))));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("accounts.email_taken", outcome.Problem!.Code));
        await using var db = OpenDatabase();
        Assert.Equal(1, await db.Accounts.CountAsync(a => a.Name == "Racer"));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_its_place()
    {
        var outcome = await SignUp(new SignUpInput("anna", "short", new string('x', User.MaxDisplayNameLength + 1)));

        Assert.Equal(
            [
                ("accounts.email_invalid", "/email"),
                ("accounts.password_too_short", "/password"),
                ("accounts.name_too_long", "/displayName"),
            ],
            outcome.Problems.Select(problem => (problem.Code, problem.Place))
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("anna@")]
    [InlineData("anna@localhost")]
    [InlineData("anna@example.com.")]
    [InlineData("Anna <anna@example.com>")]
    [InlineData("anna@example.com, other@example.com")]
    [InlineData("an\0na@example.com")]
    [InlineData("anna@exam\nple.com")]
    public async Task What_is_not_an_address_is_refused(string? email)
    {
        var outcome = await SignUp(new SignUpInput(email, Password));

        Assert.Equal("accounts.email_invalid", outcome.Problem?.Code);
    }

    [Fact]
    public async Task A_name_may_hold_anything_but_control_characters()
    {
        var outcome = await SignUp(new SignUpInput(NewEmail(), Password, "О'Ніл \0\n<b>🦊</b>"));

        await using var db = OpenDatabase();
        Assert.Equal("О'Ніл <b>🦊</b>", (await db.Users.SingleAsync(u => u.Id == outcome.Value!.UserId)).DisplayName);
    }

    [Fact]
    public async Task Neither_address_nor_password_reaches_the_log()
    {
        var email = NewEmail();
        await SignedUp(email);
        await SignIn(email, "not the password");

        Assert.DoesNotContain(email, Acts.Log.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Password, Acts.Log.ToString(), StringComparison.Ordinal);
    }

    private Task<Outcome<SignedIn>> SignUp(SignUpInput input) => Run((SignUp act) => act.RunAsync(input, Ct));
}
