using System.Net;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Accounts;

/// <summary>The account pages as HTTP sees them; how they feel in a browser is in <see cref="AccountJourney"/>.</summary>
public sealed class AccountPagesTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-up")]
    public async Task A_form_without_its_antiforgery_token_is_refused(string path)
    {
        using var visitor = app.NewVisitor();

        using var answer = await visitor.PostAsync(
            path,
            Form(("_handler", path[^7..]), ("Input.Email", SignUps.NewEmail()), ("Input.Password", SignUps.Password))
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Signing_out_without_the_token_of_the_form_is_refused()
    {
        using var person = await app.NewPersonAsync();

        using var answer = await person.Client.PostAsync("/account/sign-out", Form());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var stillIn = await person.Client.GetAsync("/app/bots");
        Assert.Equal(HttpStatusCode.OK, stillIn.StatusCode);
    }

    [Fact]
    public async Task The_session_s_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        using var visitor = app.NewVisitor();

        using var answer = await visitor.SubmitAsync(
            "/account/sign-up",
            SignUps.Fields(SignUps.NewEmail()),
            post => post.Headers.Add("X-Forwarded-Proto", "https")
        );

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("botstudio.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/app/bots?page=2", "/app/bots?page=2")]
    [InlineData("https://evil.example", "/app")]
    [InlineData("//evil.example", "/app")]
    [InlineData("/\\evil.example", "/app")]
    [InlineData("javascript:alert(1)", "/app")]
    [InlineData("", "/app")]
    public async Task After_signing_in_the_way_leads_on_within_this_site(string returnUrl, string target)
    {
        using var person = await app.NewPersonAsync();
        using var visitor = app.NewVisitor();
        var page = $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";

        using var answer = await visitor.SubmitAsync(page, SignUps.Fields(person.Email));
        using var again = await visitor.GetAsync(page);

        Assert.Equal((HttpStatusCode.Redirect, target), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal((HttpStatusCode.Redirect, target), (again.StatusCode, again.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-up")]
    [InlineData("/account/admin-link?code=x")]
    public async Task Account_pages_are_never_kept_and_allow_no_foreign_script_or_form(string path)
    {
        using var answer = await app.NewVisitor().GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("onclick=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_locked_out_user_reads_how_long()
    {
        using var person = await app.NewPersonAsync();
        await app.ExecuteAsync($"update users set access_failed_count = 9 where id = '{person.UserId}'");

        using var answer = await app.NewVisitor().SubmitAsync("/account/sign-in", SignUps.Fields(person.Email, "wrong again"));

        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("is paused for 15 minutes", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{person.Email}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_tries_are_refused_on_the_page_that_keeps_what_was_typed()
    {
        using var visitor = app.NewVisitor();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 22 && refused is null; i++)
        {
            var answer = await visitor.SubmitAsync("/account/sign-in", SignUps.Fields($"target{i}@example.net", "guess"));
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? answer : null;
        }

        var html = await refused!.Content.ReadAsStringAsync();
        Assert.Contains("That was too often.", html, StringComparison.Ordinal);
        Assert.Contains("@example.net\"", html, StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_session_ends_everywhere_as_soon_as_the_user_leaves_the_account()
    {
        using var person = await app.NewPersonAsync();
        await app.ExecuteAsync($"delete from memberships where user_id = '{person.UserId}'");

        using var answer = await person.Client.GetAsync("/app/bots");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/account/sign-in", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains(
            answer.Headers.GetValues("Set-Cookie"),
            cookie => cookie.StartsWith("botstudio.session=;", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task After_signing_out_a_copy_of_the_cookie_opens_nothing()
    {
        using var person = await app.NewPersonAsync();
        using var thief = app.NewVisitor();
        thief.DefaultRequestHeaders.Add("Cookie", person.Cookie);
        using var before = await thief.GetAsync("/app/bots");

        await person.SignOutAsync();
        using var after = await thief.GetAsync("/app/bots");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (before.StatusCode, after.StatusCode));
    }

    [Theory]
    [InlineData("/app")]
    [InlineData("/app/bots")]
    public async Task The_dashboard_sends_strangers_to_sign_in_and_back(string path)
    {
        using var answer = await app.NewVisitor().GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/account/sign-in?returnUrl={Uri.EscapeDataString(path)}", answer.Headers.Location!.PathAndQuery);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
