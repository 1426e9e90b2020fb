using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BotStudio.Core.Outcomes;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Accounts.External;

/// <summary>Asks a provider who somebody is: where to send the browser, and what its answer is worth.</summary>
public sealed class OpenIdClient(IHttpClientFactory clients, TimeProvider clock, ILogger<OpenIdClient> log)
{
    public const string HttpName = "openid";

    /// <summary>Providers change their keys every few days or weeks, and announce them before.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>An unknown key may be a new one; more often than this nobody is asked.</summary>
    private static readonly TimeSpan KeysAskedEvery = TimeSpan.FromMinutes(1);

    private const int MaxAnswerBytes = 256 * 1024;

    private static readonly Problem Refused = new("accounts.external_refused");
    private static readonly Problem Unreachable = new("accounts.external_unreachable");

    private readonly ConcurrentDictionary<Uri, Known> known = new();

    /// <returns>Where to send the browser; <c>accounts.external_unreachable</c>.</returns>
    public async Task<Outcome<Uri>> AddressAsync(OpenIdProvider provider, ExternalQuestion question, CancellationToken ct)
    {
        try
        {
            var found = await DiscoverAsync(provider, ct);
            var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(question.Verifier)));
            var query = new Dictionary<string, string>
            {
                ["response_type"] = "code",
                ["client_id"] = provider.ClientId,
                ["redirect_uri"] = question.ReturnTo.AbsoluteUri,
                ["scope"] = provider.Scopes,
                ["state"] = question.State,
                ["nonce"] = question.Nonce,
                ["code_challenge"] = challenge,
                ["code_challenge_method"] = "S256",
            };
            if (provider.PostsForm)
            {
                query["response_mode"] = "form_post";
            }

            var text = string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
            return Outcome.Of(
                new Uri(
                    found.AuthorizationEndpoint + (found.AuthorizationEndpoint.Contains('?', StringComparison.Ordinal) ? "&" : "?") + text
                )
            );
        }
        catch (Exception e) when (IsTrouble(e, ct))
        {
            log.LogWarning("Cannot ask {Provider} to sign somebody in: {Reason}", provider.Name, e.Message);
            return Unreachable;
        }
    }

    /// <returns>Who it is; <c>accounts.external_refused</c>; <c>accounts.external_unreachable</c>.</returns>
    public async Task<Outcome<ExternalIdentity>> FinishAsync(
        OpenIdProvider provider,
        ExternalQuestion question,
        string code,
        CancellationToken ct
    )
    {
        try
        {
            var found = await DiscoverAsync(provider, ct);
            if (await ExchangeAsync(provider, found, question, code, ct) is not { } token)
            {
                return Refused;
            }

            var claims = await VerifyAsync(provider, found, question, token, ct);
            if (claims is not { } said || IdToken.TextOf(said, provider.KeyClaim) is not { Length: > 0 and <= 128 } key)
            {
                log.LogWarning("The token of {Provider} does not hold", provider.Name);
                return Refused;
            }

            var email = EmailAddress.Parse(IdToken.TextOf(said, "email"));
            var name = IdToken.TextOf(said, "name") ?? IdToken.TextOf(said, "preferred_username");
            return new ExternalIdentity(provider.Name, key, email, email is not null && IsVerified(said), name);
        }
        catch (Exception e) when (IsTrouble(e, ct))
        {
            log.LogWarning("Cannot learn from {Provider} who somebody is: {Reason}", provider.Name, e.Message);
            return Unreachable;
        }
    }

    private static bool IsTrouble(Exception e, CancellationToken ct) =>
        e is HttpRequestException or JsonException or CryptographicException or InvalidDataException
        || (e is OperationCanceledException && !ct.IsCancellationRequested);

    private async Task<Known> DiscoverAsync(OpenIdProvider provider, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known.TryGetValue(provider.Authority, out var kept) && kept.ReadAt + KeptFor > now)
        {
            return kept;
        }

        var issuer = provider.Authority.AbsoluteUri.TrimEnd('/');
        var found = await GetAsync(new Uri($"{issuer}/.well-known/openid-configuration"), ct);
        var read = new Known(
            IdToken.TextOf(found, "issuer") ?? "",
            Endpoint(found, "authorization_endpoint"),
            Endpoint(found, "token_endpoint"),
            Endpoint(found, "jwks_uri"),
            now
        );
        if (read.Issuer.TrimEnd('/') != issuer)
        {
            throw new InvalidDataException("The provider says that it is another one.");
        }

        return known[provider.Authority] = read;
    }

    private async Task<string?> ExchangeAsync(
        OpenIdProvider provider,
        Known found,
        ExternalQuestion question,
        string code,
        CancellationToken ct
    )
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = question.ReturnTo.AbsoluteUri,
            ["client_id"] = provider.ClientId,
            ["code_verifier"] = question.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, found.TokenEndpoint);
        if (provider.HasBasicAuthentication)
        {
            var pair = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(provider.Secret())}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            fields["client_secret"] = provider.Secret();
        }

        request.Content = new FormUrlEncodedContent(fields);
        using var client = clients.CreateClient(HttpName);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if ((int)answer.StatusCode is >= 400 and < 500)
        {
            log.LogWarning("{Provider} refuses a code: {Status}", provider.Name, (int)answer.StatusCode);
            return null;
        }

        return IdToken.TextOf(await ReadAsync(answer, ct), "id_token");
    }

    private async Task<JsonElement?> VerifyAsync(
        OpenIdProvider provider,
        Known found,
        ExternalQuestion question,
        string token,
        CancellationToken ct
    )
    {
        if (IdToken.KeyIdOf(token) is not { } keyId)
        {
            return null;
        }

        var rules = new TokenRules(found.Issuer, provider.ClientId, question.Nonce, clock.GetUtcNow());
        return await FindKeyAsync(found, keyId, ct) is { } key ? IdToken.Verify(token, key, rules) : null;
    }

    private async Task<JsonElement?> FindKeyAsync(Known found, string keyId, CancellationToken ct)
    {
        if (found.KeyOf(keyId) is { } kept)
        {
            return kept;
        }

        var now = clock.GetUtcNow();
        if (found.KeysReadAt + KeysAskedEvery > now)
        {
            return null;
        }

        var answer = await GetAsync(new Uri(found.JwksUri), ct);
        found.Keep(answer, now);
        return found.KeyOf(keyId);
    }

    private async Task<JsonElement> GetAsync(Uri address, CancellationToken ct)
    {
        using var client = clients.CreateClient(HttpName);
        using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
        return await ReadAsync(answer, ct);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(MaxAnswerBytes, ct);
        using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        return document.RootElement.Clone();
    }

    private static string Endpoint(JsonElement found, string name) =>
        Uri.TryCreate(IdToken.TextOf(found, name), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address.AbsoluteUri
            : throw new InvalidDataException($"The provider names no {name}.");

    /// <summary>Google says true, Apple "true".</summary>
    private static bool IsVerified(JsonElement said) =>
        said.TryGetProperty("email_verified", out var verified)
        && (verified.ValueKind == JsonValueKind.True || (verified.ValueKind == JsonValueKind.String && verified.GetString() == "true"));

    private sealed record Known(string Issuer, string AuthorizationEndpoint, string TokenEndpoint, string JwksUri, DateTimeOffset ReadAt)
    {
        private volatile IReadOnlyList<JsonElement> keys = [];

        public DateTimeOffset KeysReadAt { get; private set; }

        public JsonElement? KeyOf(string id)
        {
            var found = keys.Where(key => (IdToken.TextOf(key, "kid") ?? "") == id).ToList();
            return found.Count == 1 ? found[0] : null;
        }

        public void Keep(JsonElement answer, DateTimeOffset now)
        {
            keys = answer.TryGetProperty("keys", out var all) && all.ValueKind == JsonValueKind.Array ? [.. all.EnumerateArray()] : [];
            KeysReadAt = now;
        }
    }
}

/// <summary>What we asked a provider, kept by the browser until it comes back.</summary>
/// <param name="State">Ties the answer to the browser that asked.</param>
/// <param name="Nonce">Ties the token to the question.</param>
/// <param name="Verifier">Without it the code is worth nothing (PKCE, RFC 7636).</param>
public sealed record ExternalQuestion(Uri ReturnTo, string State, string Nonce, string Verifier)
{
    public static ExternalQuestion New(Uri returnTo) => new(returnTo, RandomCode.New(), RandomCode.New(), RandomCode.New());
}
