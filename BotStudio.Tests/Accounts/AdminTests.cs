using BotStudio.Core.Accounts;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Accounts;

public sealed class AdminTests(AdminTests.WithAdminEmail acts)
    : AccountsTest(acts),
        IClassFixture<AdminTests.WithAdminEmail>,
        IAsyncLifetime
{
    private const string AdminEmail = "Boss@Example.com";
    private static readonly Uri Site = new("https://bots.example.com");

    public async Task InitializeAsync()
    {
        await using var db = OpenDatabase();
        await db.Database.ExecuteSqlAsync($"truncate users, accounts, admin_links cascade");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_address_in_the_settings_signs_up_as_the_first_admin()
    {
        Assert.True(await IsAdmin(await SignedUp("boss@example.com")));
    }

    [Fact]
    public async Task Nobody_proved_the_address_so_it_makes_no_second_admin()
    {
        var admin = await SignedUp();
        Assert.True((await Use(await NewCode(), admin)).Succeeded);

        Assert.False(await IsAdmin(await SignedUp("boss@example.com")));
    }

    [Fact]
    public async Task A_link_is_offered_only_while_there_is_no_admin()
    {
        var link = await Run((CreateAdminLink act) => act.RunUnlessThereIsAnAdminAsync(Site, Ct));
        Assert.StartsWith("https://bots.example.com/account/admin-link?code=", link?.ToString(), StringComparison.Ordinal);

        await Use(CodeIn(link!), await SignedUp());

        Assert.Null(await Run((CreateAdminLink act) => act.RunUnlessThereIsAnAdminAsync(Site, Ct)));
    }

    [Fact]
    public async Task A_link_makes_an_admin_once()
    {
        var (first, second) = (await SignedUp(), await SignedUp());
        var code = await NewCode();

        Assert.True(await Run((UseAdminLink act) => act.IsGoodAsync(code, Ct)));
        Assert.True((await Use(code, first)).Succeeded);
        Assert.Equal("accounts.admin_link_refused", (await Use(code, second)).Problem?.Code);

        Assert.False(await Run((UseAdminLink act) => act.IsGoodAsync(code, Ct)));
        Assert.Equal((true, false), (await IsAdmin(first), await IsAdmin(second)));
    }

    [Fact]
    public async Task Of_two_who_open_a_link_at_once_one_becomes_admin()
    {
        var users = new[] { await SignedUp(), await SignedUp(), await SignedUp() };
        var code = await NewCode();

        var outcomes = await Task.WhenAll(users.Select(user => Use(code, user)));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        await using var db = OpenDatabase();
        Assert.Equal(1, await db.Users.CountAsync(u => u.IsPlatformAdmin));
    }

    [Fact]
    public async Task A_link_is_good_for_a_day()
    {
        var user = await SignedUp();
        var code = await NewCode();

        Clock.Advance(AdminLink.Lifetime);

        Assert.Equal("accounts.admin_link_refused", (await Use(code, user)).Problem?.Code);
        Assert.False(await IsAdmin(user));
    }

    [Theory]
    [InlineData("")]
    [InlineData("guess")]
    public async Task A_guessed_code_makes_nobody_admin(string code)
    {
        var user = await SignedUp();
        await NewCode();

        Assert.False((await Use(code, user)).Succeeded);
        Assert.False(await IsAdmin(user));
    }

    private async Task<string> NewCode() => CodeIn(await Run((CreateAdminLink act) => act.RunAsync(Site, Ct)));

    private static string CodeIn(Uri link) => link.Query["?code=".Length..];

    private Task<Core.Outcomes.Outcome> Use(string code, SignedIn user) => Run((UseAdminLink act) => act.RunAsync(code, user.UserId, Ct));

    private async Task<bool> IsAdmin(SignedIn who)
    {
        await using var db = OpenDatabase();
        return (await db.Users.SingleAsync(u => u.Id == who.UserId)).IsPlatformAdmin;
    }

    public sealed class WithAdminEmail : Acts
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Admin:Email"] = AdminEmail };
    }
}
