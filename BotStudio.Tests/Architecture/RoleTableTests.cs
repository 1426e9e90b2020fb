using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Architecture;

/// <summary>
/// What each role may do, route by route: everything that has an address is found by itself, says what it requires, and lets in exactly the roles
/// that <see cref="RoleTable"/> names.
/// </summary>
public sealed partial class RoleTableTests(RoleTableTests.OfflineApp app) : IClassFixture<RoleTableTests.OfflineApp>, IAsyncLifetime
{
    /// <summary>Below /app and /api, open to strangers or to everyone who is signed in, whatever their role; and why.</summary>
    private static readonly Dictionary<string, string> OfNoRole = new()
    {
        ["/app/gallery"] = "shows the components, and nobody's data",
        ["/app/gallery/bots"] = "shows the components, and nobody's data",
        ["/api/v1/auth/*"] = "signing in and out, and the user's own things",
        ["/api/v1/admin/*"] = "for the platform's admins, whatever their role in an account",
    };

    /// <summary>Acts that change something and ask for no permission, and why.</summary>
    private static readonly Dictionary<string, string> AskedByNobody = new()
    {
        ["Files/KeepFile.cs"] = "a step of uploading, which asks",
        ["Notices/Bell/NoticeWishes.cs"] = "one's own, and only of what the role has to do with",
        ["Notices/Bell/ReadBell.cs"] = "one's own notices",
    };

    /// <summary>Routes that change something and are open to every role, and why.</summary>
    private static readonly Dictionary<string, string> OneselfAlone = new()
    {
        ["POST /api/v1/notices/read"] = "one's own bell",
        ["POST /api/v1/notices/{noticeId:guid}/read"] = "one's own bell",
        ["PUT /api/v1/notices/wishes"] = "what one hears of oneself",
    };

    /// <summary>Of a route that changes something, but not for all.</summary>
    private static readonly Permission[] LookingOnly = [Permission.ViewBots, Permission.ViewPeople, Permission.ViewUsage];

    private readonly Dictionary<Role, HttpClient> programs = [];
    private readonly Dictionary<Role, HttpClient> browsers = [];

    public async Task InitializeAsync()
    {
        var owner = await app.NewPersonAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var accountId = await db.Memberships.Where(m => m.UserId == owner.UserId).Select(m => m.AccountId).SingleAsync();
        foreach (var role in RoleTable.Roles)
        {
            var person = role == Role.Owner ? owner : await app.NewPersonAsync();
            await app.ExecuteAsync(
                $"""
                update memberships set role = '{role}', account_id = '{accountId}' where user_id = '{person.UserId}';
                update sessions set account_id = '{accountId}' where user_id = '{person.UserId}'
                """
            );
            browsers[role] = person.Client;
            programs[role] = await SignInAsync(person.Email);
        }
    }

    public Task DisposeAsync()
    {
        foreach (var client in programs.Values.Concat(browsers.Values))
        {
            client.Dispose();
        }

        return Task.CompletedTask;
    }

    [Fact]
    public void A_higher_role_may_all_that_a_lower_one_may()
    {
        foreach (var permission in RoleTable.Permissions)
        {
            var allowed = RoleTable.Roles.Select(role => RoleTable.Allows(role, permission)).ToList();

            Assert.Equal(allowed.Order(), allowed);
            Assert.True(RoleTable.Allows(Role.Owner, permission));
        }
    }

    [Fact]
    public void Every_route_and_page_of_an_account_says_what_it_requires()
    {
        var silent = Routes().Where(route => route.Required.Count == 0).Select(route => $"{route.Method} {route.Pattern}").ToList();

        Assert.True(silent.Count == 0, "Say .Requires(Permission…) or @attribute [Requires(…)] at:\n" + string.Join('\n', silent));
    }

    [Fact]
    public void A_route_that_changes_something_requires_more_than_to_look()
    {
        var lax = Routes()
            .Where(route => route.Method is not "GET" && route.Required.All(LookingOnly.Contains))
            .Select(route => $"{route.Method} {route.Pattern}")
            .Where(route => !OneselfAlone.ContainsKey(route))
            .ToList();

        Assert.True(lax.Count == 0, string.Join('\n', lax));
    }

    [Fact]
    public void An_act_that_changes_something_asks_for_a_permission()
    {
        var silent = Checkout
            .Sources("BotStudio.Core", ".cs")
            .Where(file => OpensAccount().IsMatch(file.Text) && Changes().IsMatch(file.Text) && !Asks().IsMatch(file.Text))
            .Select(file => file.Path.Replace("BotStudio.Core/", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        Assert.Equal(AskedByNobody.Keys.Order(StringComparer.Ordinal), silent);
    }

    [Fact]
    public async Task Every_role_gets_in_where_the_table_says_and_nowhere_else()
    {
        var wrong = new List<string>();
        foreach (var route in Routes())
        {
            foreach (var role in RoleTable.Roles)
            {
                var status = await StatusAsync(route, role);
                var allowed = route.Required.All(permission => RoleTable.Allows(role, permission));
                var isRight = allowed
                    ? status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError)
                    : status == HttpStatusCode.Forbidden;
                if (!isRight)
                {
                    wrong.Add($"{route.Method} {route.Pattern}: {role} gets {(int)status}, {string.Join(" + ", route.Required)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<HttpStatusCode> StatusAsync(Route route, Role role)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), Fill(route.Pattern));
        if (route.Method is not ("GET" or "DELETE"))
        {
            // What the body has to be is asked before the role; the rest of it comes after.
            request.Content = route.Pattern.EndsWith("/files/", StringComparison.Ordinal)
                ? new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "x.txt" } }
                : JsonContent.Create(new { });
        }

        var client = route.Pattern.StartsWith(ApiEndpoints.V1, StringComparison.Ordinal) ? programs[role] : browsers[role];
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private async Task<HttpClient> SignInAsync(string email)
    {
        var client = app.NewVisitor();
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password = SignUps.Password });
        answer.EnsureSuccessStatusCode();
        var tokens = (await answer.Content.ReadFromJsonAsync<IssuedTokens>())!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return client;
    }

    /// <summary>All that has an address below /app or /api and is not listed as open to every role.</summary>
    private IEnumerable<Route> Routes() =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/')
        where
            pattern == "/app"
            || pattern.StartsWith("/app/", StringComparison.Ordinal)
            || pattern.StartsWith(ApiEndpoints.V1, StringComparison.Ordinal)
        where !OfNoRole.Keys.Any(open => open[^1] == '*' ? pattern.StartsWith(open[..^1], StringComparison.Ordinal) : pattern == open)
        where !IsForAdmins(endpoint)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]
        where
            method is not "POST" || endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null
        select new Route(method, pattern, [.. endpoint.Metadata.OfType<RequiresAttribute>().Select(each => each.Permission).Distinct()]);

    private static bool IsForAdmins(RouteEndpoint endpoint) =>
        endpoint.Metadata.OfType<IAuthorizeData>().Any(data => data.Roles == Navigation.AdminRole);

    private static string Fill(string pattern) =>
        Parameter()
            .Replace(
                pattern,
                match =>
                    match.Groups["rule"].Value switch
                    {
                        "guid" => Guid.CreateVersion7().ToString(),
                        "int" => "1",
                        "" => "x",
                        _ => "csv",
                    }
            );

    private sealed record Route(string Method, string Pattern, IReadOnlyList<Permission> Required);

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<rule>\w+)[^}]*(\([^}]*\))?)?\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\bAccountDb accountDb\b")]
    private static partial Regex OpensAccount();

    [GeneratedRegex(@"\.(SaveChangesAsync|ExecuteDeleteAsync|ExecuteUpdateAsync|EnqueueAsync)\(")]
    private static partial Regex Changes();

    [GeneratedRegex(@"\baccount\.May\(Permission\.")]
    private static partial Regex Asks();

    /// <summary>Nothing outside answers.</summary>
    public sealed class OfflineApp : App
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Telegram:ApiBaseUrl"] = "http://127.0.0.1:9" };
    }
}
