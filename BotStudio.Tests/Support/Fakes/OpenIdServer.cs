using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// Google, Apple and Telegram on loopback: below <c>/google</c>, <c>/apple</c> and <c>/telegram</c> an OpenID provider each, with keys of its own and
/// tokens that are really signed. Whoever comes is <see cref="Person"/>, and has agreed already. It checks what it is asked as the real ones do:
/// client, secret, PKCE, the address to return to.
/// </summary>
public sealed class OpenIdServer : IAsyncDisposable
{
    public const string ClientId = "client-117";
    public const string Secret = "secret-of-the-client";
    public const string AppleTeam = "TEAM123456";

    private readonly WebApplication app;
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RSA stranger = RSA.Create(2048);
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, Asked> codes = new();

    private OpenIdServer(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>The key that Apple gave out for this client.</summary>
    public ECDsa AppleKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Who comes, as claims of the next tokens.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>RS256, ES256; or what no token may be: none, HS256 (with the client's secret), stranger (another key under the same name).</summary>
    public string Signing { get; set; } = "RS256";

    /// <summary>Changes the claims of the next tokens.</summary>
    public Action<Dictionary<string, object>> Change { get; set; } = _ => { };

    /// <summary>Token of the bot of the older login widget.</summary>
    public string BotToken { get; set; } = "";

    public static async Task<OpenIdServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new OpenIdServer(builder.Build());
        server.app.UseRouting();
        server.app.MapGet("/{provider}/.well-known/openid-configuration", server.Describe);
        server.app.MapGet("/{provider}/auth", server.Authorize);
        server.app.MapPost("/{provider}/token", server.ExchangeAsync);
        server.app.MapGet("/{provider}/jwks", server.Keys);
        server.app.MapGet("/auth", server.Widget);
        await server.app.StartAsync();
        server.Url = new Uri(server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>The older widget's answer, signed as Telegram does (Telegram Login Widget).</summary>
    public Dictionary<string, string> WithHash(Dictionary<string, string> fields)
    {
        var text = string.Join(
            '\n',
            fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}")
        );
        var hash = HMACSHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(BotToken)), Encoding.UTF8.GetBytes(text));
        return new(fields) { ["hash"] = Convert.ToHexStringLower(hash) };
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
        stranger.Dispose();
        curve.Dispose();
        AppleKey.Dispose();
    }

    private string IssuerOf(string provider) => $"{Url.AbsoluteUri}{provider}";

    private async Task Describe(HttpContext http, string provider)
    {
        var issuer = IssuerOf(provider);
        await WriteAsync(
            http,
            new
            {
                issuer,
                authorization_endpoint = $"{issuer}/auth",
                token_endpoint = $"{issuer}/token",
                jwks_uri = $"{issuer}/jwks",
            }
        );
    }

    private async Task Authorize(HttpContext http, string provider)
    {
        var query = http.Request.Query;
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        codes[code] = new Asked(provider, query["redirect_uri"]!, query["nonce"]!, query["code_challenge"]!);
        var state = query["state"].ToString();
        if (query["response_mode"] == "form_post")
        {
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync(
                $"""
                <!doctype html><title>Apple</title><form method="post" action="{query["redirect_uri"]}">
                <input type="hidden" name="code" value="{code}"><input type="hidden" name="state" value="{state}"><button>Continue</button></form>
                """
            );
            return;
        }

        http.Response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    private async Task ExchangeAsync(HttpContext http, string provider)
    {
        var form = await http.Request.ReadFormAsync();
        var isRight =
            codes.TryRemove(form["code"].ToString(), out var asked)
            && asked.Provider == provider
            && asked.ReturnTo == form["redirect_uri"]
            && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == asked.Challenge
            && IsClient(http, form, provider);
        if (!isRight)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteAsync(http, new { error = "invalid_grant" });
            return;
        }

        await WriteAsync(http, new { id_token = TokenFor(provider, asked!), token_type = "Bearer" });
    }

    private bool IsClient(HttpContext http, IFormCollection form, string provider) =>
        provider switch
        {
            "telegram" => http.Request.Headers.Authorization
                == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Secret}")),
            "apple" => IsSignedByClient(form["client_secret"].ToString()),
            _ => form["client_id"] == ClientId && form["client_secret"] == Secret,
        };

    /// <summary>Apple's clients sign their secret themselves.</summary>
    private bool IsSignedByClient(string secret)
    {
        var parts = secret.Split('.');
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return AppleKey.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256
            )
            && claims.RootElement.GetProperty("iss").GetString() == AppleTeam
            && claims.RootElement.GetProperty("sub").GetString() == ClientId
            && claims.RootElement.GetProperty("aud").GetString() == IssuerOf("apple");
    }

    private string TokenFor(string provider, Asked asked)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(Person)
        {
            ["iss"] = IssuerOf(provider),
            ["aud"] = ClientId,
            ["nonce"] = asked.Nonce,
            ["iat"] = now,
            ["exp"] = now + 600,
        };
        Change(claims);
        var algorithm = Signing == "stranger" ? "RS256" : Signing;
        var header = new Dictionary<string, object> { ["alg"] = algorithm, ["kid"] = algorithm == "ES256" ? "ec" : "rsa" };
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private byte[] Sign(byte[] text) =>
        Signing switch
        {
            "RS256" => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "ES256" => curve.SignData(text, HashAlgorithmName.SHA256),
            "stranger" => stranger.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), text),
            _ => [],
        };

    private async Task Keys(HttpContext http, string provider)
    {
        var (key, point) = (rsa.ExportParameters(false), curve.ExportParameters(false).Q);
        await WriteAsync(
            http,
            new
            {
                keys = new object[]
                {
                    new
                    {
                        kty = "RSA",
                        kid = "rsa",
                        n = Base64Url.EncodeToString(key.Modulus),
                        e = Base64Url.EncodeToString(key.Exponent),
                    },
                    new
                    {
                        kty = "EC",
                        kid = "ec",
                        crv = "P-256",
                        x = Base64Url.EncodeToString(point.X),
                        y = Base64Url.EncodeToString(point.Y),
                    },
                },
            }
        );
    }

    /// <summary>The older login: back with the answer behind the #.</summary>
    private void Widget(HttpContext http)
    {
        var fields = Person.ToDictionary(field => field.Key, field => field.Value.ToString()!);
        fields["auth_date"] = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";
        var answer = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(WithHash(fields)));
        http.Response.Redirect($"{http.Request.Query["return_to"]}#tgAuthResult={answer}");
    }

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));

    private static Task WriteAsync(HttpContext http, object answer)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private sealed record Asked(string Provider, string ReturnTo, string Nonce, string Challenge);
}
