using System.Net;
using System.Text.RegularExpressions;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Accounts.External;

/// <summary>The product between providers that really sign; started in production's settings.</summary>
public class AppWithProviders : App
{
    public OpenIdServer Provider { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>
        {
            ["Google:ClientId"] = OpenIdServer.ClientId,
            ["Google:ClientSecret"] = OpenIdServer.Secret,
            ["Google:Authority"] = $"{Provider.Url}google",
            ["Apple:ClientId"] = OpenIdServer.ClientId,
            ["Apple:TeamId"] = OpenIdServer.AppleTeam,
            ["Apple:KeyId"] = "KEY1234567",
            ["Apple:PrivateKey"] = Provider.AppleKey.ExportPkcs8PrivateKeyPem(),
            ["Apple:Authority"] = $"{Provider.Url}apple",
            ["TelegramLogin:ClientId"] = OpenIdServer.ClientId,
            ["TelegramLogin:ClientSecret"] = OpenIdServer.Secret,
            ["TelegramLogin:Authority"] = $"{Provider.Url}telegram",
        };

    public override async Task InitializeAsync()
    {
        Provider = await OpenIdServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

public sealed partial class ExternalSignInTests(AppWithProviders app) : IClassFixture<AppWithProviders>, IDisposable
{
    private readonly HttpClient browser = app.NewVisitor();
    private readonly string email = SignUps.NewEmail();
    private readonly string subject = $"{Guid.CreateVersion7():n}";

    private OpenIdServer Provider => app.Provider;

    public void Dispose()
    {
        browser.Dispose();
        (Provider.Signing, Provider.Change) = ("RS256", _ => { });
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Somebody_new_gets_a_user_with_a_proved_address_and_an_account(string signing)
    {
        Provider.Signing = signing;
        using var answer = await SignInAsync("google", Google());

        Assert.Equal("/app", answer.Headers.Location?.ToString());
        var user = await UserAsync();
        Assert.Equal((true, "Olena", null), (user.EmailConfirmed, user.DisplayName, user.PasswordHash));
        using var page = await browser.GetAsync("/app/bots");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task The_second_time_it_is_the_same_user_whatever_address_they_have_now()
    {
        using var first = await SignInAsync("google", Google());
        var user = await UserAsync();
        var renamed = Google();
        renamed["email"] = SignUps.NewEmail();
        using var second = await SignInAsync("google", renamed);

        Assert.Equal("/app", second.Headers.Location?.ToString());
        Assert.Equal([user.Id], await LinkedAsync("google"));
    }

    [Fact]
    public async Task Whoever_has_proved_the_address_here_is_linked_and_told()
    {
        using var person = await app.NewPersonAsync();
        await app.ExecuteAsync($"update users set email_confirmed = true where id = '{person.UserId}'");
        using var answer = await SignInAsync("google", Google(person.Email));

        Assert.Equal("/app", answer.Headers.Location?.ToString());
        Assert.Equal([person.UserId], await LinkedAsync("google"));
        Assert.Contains("accounts.login_linked", await MailsToAsync(person.Email));
    }

    [Fact]
    public async Task Whoever_signed_up_with_a_stranger_s_address_does_not_get_the_stranger()
    {
        using var person = await app.NewPersonAsync();
        using var answer = await SignInAsync("google", Google(person.Email));

        Assert.Contains("problem=accounts.external_link_first", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await LinkedAsync("google"));
        var html = await browser.GetStringAsync(answer.Headers.Location);
        Assert.Contains("Google", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("stranger")]
    public async Task A_token_that_the_provider_did_not_sign_opens_nothing(string signing)
    {
        Provider.Signing = signing;
        await AssertRefusedAsync();
    }

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("aud", "another-client")]
    [InlineData("nonce", "another-question")]
    [InlineData("exp", 1_000_000_000L)]
    [InlineData("iat", 4_000_000_000L)]
    [InlineData("sub", "")]
    public async Task A_token_that_is_no_answer_to_our_question_opens_nothing(string claim, object value)
    {
        Provider.Change = claims => claims[claim] = value;
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task An_answer_is_taken_once_and_only_from_the_browser_that_asked()
    {
        Provider.Person = Google();
        var back = await GoAsync("google", "");
        using var thief = app.NewVisitor();
        using var stolen = await thief.GetAsync(back);
        using var mine = await browser.GetAsync(back);
        using var again = await browser.GetAsync(back);

        Assert.Contains("accounts.external_refused", stolen.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("/app", mine.Headers.Location?.ToString());
        Assert.Contains("accounts.external_refused", again.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apple_s_answer_comes_as_a_form_of_another_site()
    {
        Provider.Person = new()
        {
            ["sub"] = subject,
            ["email"] = email,
            ["email_verified"] = "true",
        };
        using var begin = await browser.GetAsync("/account/external/apple?returnUrl=%2Fapp%2Fleads");
        using var provider = new HttpClient();
        var form = HiddenField()
            .Matches(await provider.GetStringAsync(begin.Headers.Location))
            .ToDictionary(field => field.Groups["name"].Value, field => field.Groups["value"].Value);
        using var stranger = app.NewVisitor();
        using var content = new FormUrlEncodedContent(form);
        using var posted = await stranger.PostAsync("/account/external/apple/callback", content);

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        using var answer = await browser.GetAsync(posted.Headers.Location);
        Assert.Equal("/app/leads", answer.Headers.Location?.ToString());
        Assert.True((await UserAsync()).EmailConfirmed);
    }

    [Fact]
    public async Task Telegram_tells_no_address_so_the_person_does_and_it_waits_to_be_proved()
    {
        using var answer = await SignInAsync(
            "telegram",
            new()
            {
                ["sub"] = "of-this-site",
                ["id"] = 4_000_000_117,
                ["name"] = "Olena",
            }
        );
        Assert.Equal("/account/external/finish", answer.Headers.Location?.ToString());

        using var done = await browser.SubmitAsync("/account/external/finish", [new("Email", email)]);

        Assert.Equal("/app", done.Headers.Location?.ToString());
        Assert.False((await UserAsync()).EmailConfirmed);
        Assert.Contains("accounts.confirm_email", await MailsToAsync(email));
        await using var db = Open();
        Assert.True(await db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.LoginProvider == "telegram" && l.ProviderKey == "4000000117"));
    }

    [Fact]
    public async Task An_address_that_somebody_has_is_not_given_to_whoever_types_it()
    {
        using var person = await app.NewPersonAsync();
        using var answer = await SignInAsync(
            "telegram",
            new()
            {
                ["sub"] = "s",
                ["id"] = 4_000_000_118,
                ["name"] = "Olena",
            }
        );
        using var refused = await browser.SubmitAsync("/account/external/finish", [new("Email", person.Email)]);

        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        using var still = await browser.GetAsync("/app/bots");
        Assert.Equal(HttpStatusCode.Redirect, still.StatusCode);
    }

    [Fact]
    public async Task A_provider_is_linked_and_unlinked_but_never_the_last_way_in()
    {
        using var person = await app.NewPersonAsync();
        using var begin = await person.Client.GetAsync("/account/external/google?link=true");
        Provider.Person = Google();
        using var linked = await person.Client.GetAsync(await AnswerOfAsync(begin.Headers.Location!));
        Assert.Equal("/account/security?done=linked", linked.Headers.Location?.ToString());
        Assert.Equal([person.UserId], await LinkedAsync("google"));

        using var other = await app.NewPersonAsync();
        using var beginOther = await other.Client.GetAsync("/account/external/google?link=true");
        using var taken = await other.Client.GetAsync(await AnswerOfAsync(beginOther.Headers.Location!));
        Assert.Contains("problem=accounts.external_taken", taken.Headers.Location!.ToString(), StringComparison.Ordinal);

        await app.ExecuteAsync($"update users set password_hash = null where id = '{person.UserId}'");
        using var last = await UnlinkAsync(person);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.Equal([person.UserId], await LinkedAsync("google"));

        await app.ExecuteAsync($"update users set password_hash = 'x' where id = '{person.UserId}'");
        using var unlinked = await UnlinkAsync(person);
        Assert.Equal("/account/security?done=unlinked", unlinked.Headers.Location?.ToString());
        Assert.Empty(await LinkedAsync("google"));
    }

    [Fact]
    public async Task Linking_wants_a_fresh_proof_of_who_is_here()
    {
        using var person = await app.NewPersonAsync();
        await app.ExecuteAsync($"update sessions set proved_at = now() - interval '1 hour' where user_id = '{person.UserId}'");
        using var begin = await person.Client.GetAsync("/account/external/google?link=true");

        Assert.StartsWith("/account/prove?returnUrl=", begin.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_step_is_asked_for_after_a_provider_too()
    {
        using var first = await SignInAsync("google", Google());
        await app.ExecuteAsync($"update users set two_factor_enabled = true where email = '{email}'");
        using var again = app.NewVisitor();
        using var begin = await again.GetAsync("/account/external/google");
        using var answer = await again.GetAsync(await AnswerOfAsync(begin.Headers.Location!));

        Assert.Equal("/account/two-step", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_on_the_page()
    {
        using var lonely = await LonelyApp.StartAsync();
        using var visitor = lonely.App.NewVisitor();
        using var begin = await visitor.GetAsync("/account/external/google");

        Assert.Contains("problem=accounts.external_unreachable", begin.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync()
    {
        using var answer = await SignInAsync("google", Google());

        Assert.Equal("/account/sign-in?problem=accounts.external_refused", answer.Headers.Location?.ToString());
        await using var db = Open();
        Assert.False(await db.Users.AnyAsync(u => u.Email == email));
        Assert.Contains("alert", await browser.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
    }

    private Dictionary<string, object> Google(string? address = null) =>
        new()
        {
            ["sub"] = subject,
            ["email"] = address ?? email,
            ["email_verified"] = true,
            ["name"] = "Olena",
        };

    private async Task<HttpResponseMessage> SignInAsync(string provider, Dictionary<string, object> person)
    {
        Provider.Person = person;
        return await browser.GetAsync(await GoAsync(provider, ""));
    }

    /// <returns>Where the provider sends the browser back to.</returns>
    private async Task<Uri> GoAsync(string provider, string query)
    {
        using var begin = await browser.GetAsync($"/account/external/{provider}{query}");
        return await AnswerOfAsync(begin.Headers.Location!);
    }

    private static async Task<Uri> AnswerOfAsync(Uri question)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(question);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    private static async Task<HttpResponseMessage> UnlinkAsync(SignedUpPerson person)
    {
        var html = await person.Client.GetStringAsync("/account/security");
        var fields = SignUps.HiddenFields(html, "/account/security", handler: "unlink-google");
        using var content = new FormUrlEncodedContent(fields);
        return await person.Client.PostAsync("/account/security", content);
    }

    private BotStudioDb Open() => app.Services.GetRequiredService<PlatformDb>().Open();

    private async Task<Core.Accounts.User> UserAsync()
    {
        await using var db = Open();
        return await db.Users.SingleAsync(u => u.Email == email);
    }

    private async Task<List<Guid>> LinkedAsync(string provider)
    {
        await using var db = Open();
        return await db.Set<IdentityUserLogin<Guid>>()
            .Where(l => l.LoginProvider == provider && l.ProviderKey == subject)
            .Select(l => l.UserId)
            .ToListAsync();
    }

    private async Task<List<string>> MailsToAsync(string address)
    {
        await using var db = Open();
        return await db.Mails.Where(m => m.Recipient == address).Select(m => m.Kind).ToListAsync();
    }

    [GeneratedRegex("name=\"(?<name>code|state)\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex HiddenField();

    /// <summary>Set up for a provider that is not there.</summary>
    private sealed class LonelyApp : App, IDisposable
    {
        public App App => this;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>
            {
                ["Google:ClientId"] = "c",
                ["Google:ClientSecret"] = "s",
                ["Google:Authority"] = "http://127.0.0.1:9",
            };

        public static async Task<LonelyApp> StartAsync()
        {
            var app = new LonelyApp();
            await app.InitializeAsync();
            return app;
        }

        public void Dispose() => DisposeAsync().GetAwaiter().GetResult();
    }
}

public sealed class ProvidersOfferedTests(App bare) : IClassFixture<App>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-up")]
    public async Task What_is_not_set_up_is_not_offered(string path)
    {
        using var visitor = bare.NewVisitor();

        Assert.DoesNotContain("/account/external/", await visitor.GetStringAsync(path), StringComparison.Ordinal);
        foreach (var provider in new[] { "google", "apple", "telegram", "evil" })
        {
            using var answer = await visitor.GetAsync($"/account/external/{provider}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }
}

/// <summary>A bot's token alone: Telegram's older login.</summary>
public sealed class TelegramWidgetTests(TelegramWidgetTests.WidgetApp app) : IClassFixture<TelegramWidgetTests.WidgetApp>
{
    private const string BotToken = "123456789:AAH9xRxQmYkPzM2vB0sD8wTfLc4uE7gJh1i";

    [Fact]
    public async Task What_telegram_signed_just_now_says_who_it_is()
    {
        using var visitor = app.NewVisitor();
        using var answer = await ReturnAsync(visitor, Fields("700117"));

        Assert.Equal("/account/external/finish", answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("id", "700118")]
    [InlineData("first_name", "Mallory")]
    [InlineData("hash", "00")]
    public async Task What_was_changed_on_the_way_is_refused(string field, string value)
    {
        using var visitor = app.NewVisitor();
        var fields = Fields("700119");
        fields[field] = value;
        using var answer = await ReturnAsync(visitor, fields);

        Assert.Contains("accounts.external_refused", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_telegram_signed_long_ago_is_refused()
    {
        using var visitor = app.NewVisitor();
        using var answer = await ReturnAsync(visitor, Fields("700120", age: TimeSpan.FromMinutes(11)));

        Assert.Contains("accounts.external_refused", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Fields(string id, TimeSpan age = default) =>
        app.Provider.WithHash(
            new()
            {
                ["id"] = id,
                ["first_name"] = "Olena",
                ["auth_date"] = $"{(TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds()}",
            }
        );

    private static async Task<HttpResponseMessage> ReturnAsync(HttpClient visitor, Dictionary<string, string> fields)
    {
        using var begin = await visitor.GetAsync("/account/external/telegram");
        var question = System.Web.HttpUtility.ParseQueryString(begin.Headers.Location!.Query);
        Assert.Equal("123456789", question["bot_id"]);
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(question["return_to"]!).Query)["state"]!;
        var query = string.Join('&', fields.Append(new("state", state)).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        return await visitor.GetAsync($"/account/external/telegram/callback?{query}");
    }

    public sealed class WidgetApp : AppWithProviders
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>
            {
                ["TelegramLogin:BotToken"] = BotToken,
                ["TelegramLogin:Authority"] = Provider.Url.AbsoluteUri,
            };

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Provider.BotToken = BotToken;
        }
    }
}
