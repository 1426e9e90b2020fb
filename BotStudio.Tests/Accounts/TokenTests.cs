using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Accounts;

public sealed class TokenTests(Acts acts) : AccountsTest(acts)
{
    [Fact]
    public async Task An_access_token_opens_the_account_for_a_quarter_of_an_hour()
    {
        var who = await SignedUp();
        var tokens = await Issue(who);

        Assert.Equal((who.UserId, who.AccountId), await OpenedBy(tokens));

        Clock.Advance(tokens.ExpiresIn - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Enter(tokens.AccessToken));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Enter(tokens.AccessToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("CfDJ8OHarjvHMyZCkMI7caB2FotzV_7MOmZtXqzZnwL0EDgPE3pZJHBlI1qw")]
    [InlineData("ключ")]
    public async Task What_is_no_access_token_opens_nothing(string token) => Assert.Null(await Enter(token));

    [Fact]
    public async Task An_access_token_that_was_tampered_with_opens_nothing()
    {
        var token = (await Issue(await SignedUp())).AccessToken;
        var last = token[^20];

        Assert.Null(
            await Enter(string.Concat(token.AsSpan(0, token.Length - 20), last == 'A' ? "B" : "A", token.AsSpan(token.Length - 19)))
        );
    }

    [Fact]
    public async Task A_refresh_token_gives_new_tokens_again_and_again()
    {
        var who = await SignedUp();
        var tokens = await Issue(who);
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromDays(20));
            tokens = (await Renew(tokens)).Value!;
        }

        Assert.Equal((who.UserId, who.AccountId), await OpenedBy(tokens));
    }

    [Fact]
    public async Task A_used_refresh_token_is_refused_and_its_session_ends()
    {
        var who = await SignedUp();
        var first = await Issue(who);
        var second = (await Renew(first)).Value!;

        Assert.Equal("accounts.refresh_refused", (await Renew(first)).Problem?.Code);

        Assert.Equal("accounts.refresh_refused", (await Renew(second)).Problem?.Code);
        Assert.Null(await Enter(second.AccessToken));
    }

    [Fact]
    public async Task The_end_of_one_session_leaves_the_user_s_others_alone()
    {
        var who = await SignedUp();
        var stolen = await Issue(who);
        var other = await Issue(who);
        await Renew(stolen);
        await Renew(stolen);

        Assert.True((await Renew(other)).Succeeded);
    }

    [Fact]
    public async Task Of_many_who_use_one_refresh_token_at_once_at_most_one_gets_tokens_and_they_do_not_last()
    {
        for (var round = 0; round < 5; round++)
        {
            var tokens = await Issue(await SignedUp());

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Renew(tokens)));

            var winner = Assert.Single(outcomes, outcome => outcome.Succeeded);
            Assert.False((await Renew(winner.Value!)).Succeeded);
            Assert.Null(await Enter(winner.Value!.AccessToken));
        }
    }

    [Fact]
    public async Task A_thief_and_the_client_cannot_both_go_on_however_their_calls_fall()
    {
        for (var round = 0; round < 5; round++)
        {
            var first = await Issue(await SignedUp());
            var second = (await Renew(first)).Value!;

            // The copy of the used one comes back while its successor is being used.
            var outcomes = await Task.WhenAll(Renew(first), Renew(second));

            Assert.False(outcomes[0].Succeeded);
            Assert.True(!outcomes[1].Succeeded || !(await Renew(outcomes[1].Value!)).Succeeded);
        }
    }

    [Fact]
    public async Task A_client_that_stays_away_for_thirty_days_has_to_sign_in_again()
    {
        var tokens = await Issue(await SignedUp());

        Clock.Advance(Session.Lifetime);

        Assert.Equal("accounts.refresh_refused", (await Renew(tokens)).Problem?.Code);
    }

    [Fact]
    public async Task A_changed_password_and_a_lost_membership_end_a_session()
    {
        var (changed, left) = (await SignedUp(), await SignedUp());
        var (tokensOfChanged, tokensOfLeft) = (await Issue(changed), await Issue(left));
        await using (var db = OpenDatabase())
        {
            await db.Users.Where(u => u.Id == changed.UserId).ExecuteUpdateAsync(u => u.SetProperty(each => each.SecurityStamp, "other"));
            await db.Memberships.Where(m => m.UserId == left.UserId).ExecuteDeleteAsync();
        }

        foreach (var tokens in new[] { tokensOfChanged, tokensOfLeft })
        {
            Assert.Null(await Enter(tokens.AccessToken));
            Assert.False((await Renew(tokens)).Succeeded);
        }
    }

    [Fact]
    public async Task Signing_out_ends_access_and_refresh_at_once_by_either_token()
    {
        var byAccess = await Issue(await SignedUp());
        var byRefresh = await Issue(await SignedUp());

        var sessionId = (await Enter(byAccess.AccessToken))!.SessionId;
        await Run(
            async (EndSession act) =>
            {
                await act.RunAsync(sessionId, Ct);
                await act.RunAsync(byRefresh.RefreshToken, Ct);
                await act.RunAsync("unknown", Ct);
                return true;
            }
        );

        foreach (var tokens in new[] { byAccess, byRefresh })
        {
            Assert.Null(await Enter(tokens.AccessToken));
            Assert.False((await Renew(tokens)).Succeeded);
        }
    }

    [Fact]
    public async Task The_database_holds_hashes_only_and_forgets_sessions_that_ran_out()
    {
        var who = await SignedUp();
        var old = await Issue(who);
        Clock.Advance(Session.Lifetime);
        var tokens = await Issue(who);

        await using var db = OpenDatabase();
        var stored = await db.RefreshTokens.Where(t => db.Sessions.Any(s => s.UserId == who.UserId && s.Id == t.SessionId)).ToListAsync();
        Assert.Equal(32, Assert.Single(stored).Hash.Length);
        Assert.NotEqual(old.RefreshToken, tokens.RefreshToken);
        Assert.DoesNotContain(tokens.RefreshToken, Acts.Log.ToString(), StringComparison.Ordinal);
    }

    private Task<TokenPair> Issue(SignedIn who) => Run((IssueTokens act) => act.RunAsync(who, Ct));

    private Task<Outcome<TokenPair>> Renew(TokenPair tokens) => Run((RenewTokens act) => act.RunAsync(tokens.RefreshToken, Ct));

    private Task<SignedInUser?> Enter(string accessToken) => Run((EnterWithToken act) => act.RunAsync(accessToken, Ct));

    private async Task<(Guid, Guid)> OpenedBy(TokenPair tokens)
    {
        var user = await Enter(tokens.AccessToken);
        return (user!.Id, user.AccountId);
    }
}
