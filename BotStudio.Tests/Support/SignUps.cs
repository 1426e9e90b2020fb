using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using BotStudio.Core.Data;
using BotStudio.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BotStudio.Tests.Support;

/// <summary>People and programs with an account of their own, for tests that begin after that.</summary>
public static partial class SignUps
{
    public const string Password = "correct horse battery";

    private static int users;

    public static string NewEmail() => $"user{Interlocked.Increment(ref users)}@example.com";

    /// <summary>A program that signed up through the API and sends its access token with every request.</summary>
    public static async Task<SignedUpProgram> NewProgramAsync(this App app)
    {
        var client = app.NewVisitor();
        var email = NewEmail();
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/register", new { email, password = Password });
        answer.EnsureSuccessStatusCode();
        var registered = (await answer.Content.ReadFromJsonAsync<Registered>())!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", registered.AccessToken);
        return new SignedUpProgram(client, email, registered);
    }

    /// <summary>A person who signed up on the page, as HTTP sees them: their cookie goes with every request.</summary>
    public static async Task<SignedUpPerson> NewPersonAsync(this App app)
    {
        var client = app.NewVisitor();
        var email = NewEmail();
        using var answer = await client.SubmitAsync("/account/sign-up", Fields(email));
        Assert.Equal("/app", answer.Headers.Location?.ToString());
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("botstudio.session=", StringComparison.Ordinal));
        return new SignedUpPerson(
            client,
            email,
            cookie.Split(';')[0],
            await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync()
        );
    }

    /// <summary>Signs the browser's owner up, in whatever language the page is; ends on the dashboard.</summary>
    /// <returns>The e-mail address; the password is <see cref="Password"/>.</returns>
    public static async Task<string> SignUpAsync(this IPage page, string? email = null)
    {
        email ??= NewEmail();
        await page.GotoAsync("/account/sign-up");
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("form button[type=submit].primary").ClickAsync();
        await page.WaitForURLAsync("**/app/**");
        await page.AnswersAsync();
        return email;
    }

    /// <summary>Opens a page and posts its form as a browser without script does, hidden fields and all.</summary>
    /// <param name="change">What the post has that the page's request had not.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client,
        string path,
        IEnumerable<KeyValuePair<string, string>> fields,
        Action<HttpRequestMessage>? change = null
    )
    {
        var html = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        var typed = fields.ToList();
        var hidden = HiddenFields(html, path, typed.FirstOrDefault().Key);
        using var post = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(hidden.Concat(typed)) };
        change?.Invoke(post);
        return await client.SendAsync(post);
    }

    /// <summary>The fields of the forms for signing in and up.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Fields(string email, string password = Password) =>
        [new("Input.Email", email), new("Input.Password", password)];

    /// <summary>The fields that a person does not see, of the page's form with this address.</summary>
    /// <param name="field">One that it has, where several forms go to one address.</param>
    /// <param name="handler">Its name, for the same.</param>
    internal static IEnumerable<KeyValuePair<string, string>> HiddenFields(
        string html,
        string action,
        string? field = null,
        string? handler = null
    ) =>
        HiddenField()
            .Matches(
                Form()
                    .Matches(html)
                    .Where(form => WebUtility.HtmlDecode(form.Groups["action"].Value) == action)
                    .Where(form => field is null || form.Value.Contains($"name=\"{field}\"", StringComparison.Ordinal))
                    .Single(form => handler is null || form.Value.Contains($"value=\"{handler}\"", StringComparison.Ordinal))
                    .Value
            )
            .Select(field => KeyValuePair.Create(field.Groups["name"].Value, field.Groups["value"].Value));

    [GeneratedRegex("<form method=\"post\"[^>]*action=\"(?<action>[^\"]+)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex HiddenField();
}

public sealed record SignedUpProgram(HttpClient Client, string Email, Registered Registered) : IDisposable
{
    public Guid AccountId => Registered.AccountId;

    public Guid UserId => Registered.UserId;

    public void Dispose() => Client.Dispose();
}

/// <param name="Cookie">The one of the session, as a browser sends it.</param>
public sealed record SignedUpPerson(HttpClient Client, string Email, string Cookie, Guid UserId) : IDisposable
{
    /// <summary>Presses the button of the account menu.</summary>
    public async Task SignOutAsync()
    {
        var html = await Client.GetStringAsync(new Uri("/app/bots", UriKind.Relative));
        using var content = new FormUrlEncodedContent(SignUps.HiddenFields(html, "/account/sign-out"));
        using var answer = await Client.PostAsync(new Uri("/account/sign-out", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public void Dispose() => Client.Dispose();
}

/// <summary>How the API writes JSON.</summary>
public static class ApiJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
