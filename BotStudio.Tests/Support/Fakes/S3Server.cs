using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// A bucket on loopback. It makes up each signature anew from what arrived, by Amazon's description and not by the product's code, and refuses
/// requests whose signature or content differs.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "botstudio-files";
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Region = "eu-central-1";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<int> faults = [];

    private S3Server(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>By key, without the bucket.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = [];

    /// <summary>Method, path and, where there was one, range.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<S3Server> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new S3Server(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        server.Url = new Uri(server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>The next requests are answered with these statuses.</summary>
    public void Next(params int[] statuses)
    {
        foreach (var status in statuses)
        {
            faults.Enqueue(status);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        var path = http.Request.Path.Value!;
        Requests.Enqueue($"{http.Request.Method} {path} {http.Request.Headers.Range}".Trim());
        if (faults.TryDequeue(out var status))
        {
            await RefuseAsync(http, status, "SlowDown");
            return;
        }

        if (Convert.ToHexStringLower(SHA256.HashData(body)) != http.Request.Headers["x-amz-content-sha256"])
        {
            await RefuseAsync(http, 400, "XAmzContentSHA256Mismatch");
            return;
        }

        if (!IsSigned(http.Request))
        {
            await RefuseAsync(http, 403, "SignatureDoesNotMatch");
            return;
        }

        if (!path.StartsWith($"/{Bucket}/", StringComparison.Ordinal))
        {
            await RefuseAsync(http, 404, "NoSuchBucket");
            return;
        }

        await PerformAsync(http, path[(Bucket.Length + 2)..], body);
    }

    private async Task PerformAsync(HttpContext http, string key, byte[] body)
    {
        var known = Objects.TryGetValue(key, out var content);
        switch (http.Request.Method)
        {
            case "PUT":
                Objects[key] = body;
                break;
            case "DELETE":
                Objects.TryRemove(key, out _);
                http.Response.StatusCode = 204;
                break;
            case "GET" or "HEAD" when !known:
                await RefuseAsync(http, 404, "NoSuchKey");
                break;
            case "HEAD":
                http.Response.ContentLength = content!.Length;
                break;
            default:
                var from = http.Request.GetTypedHeaders().Range?.Ranges.Single().From;
                http.Response.StatusCode = from is null ? 200 : 206;
                await http.Response.Body.WriteAsync(content.AsMemory((int)(from ?? 0)));
                break;
        }
    }

    private static async Task RefuseAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        if (http.Request.Method != "HEAD")
        {
            await http.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>");
        }
    }

    // The five steps of "Authenticating Requests: Using the Authorization Header", one after the other.
    private static bool IsSigned(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        if (!given.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = given["AWS4-HMAC-SHA256 ".Length..].Split(", ").Select(part => part.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var credential = parts["Credential"].Split('/');
        var names = parts["SignedHeaders"].Split(';');
        if (
            credential is not [AccessKey, var day, Region, "s3", "aws4_request"]
            || !names.Contains("host")
            || request.Headers.Keys.Any(name =>
                name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !names.Contains(name.ToLower(CultureInfo.InvariantCulture))
            )
        )
        {
            return false;
        }

        var time = request.Headers["x-amz-date"].ToString();
        var canonical = new StringBuilder().Append(request.Method).Append('\n');
        canonical.AppendJoin('/', request.Path.Value!.Split('/').Select(Uri.EscapeDataString)).Append('\n');
        canonical.Append(request.QueryString.Value?.TrimStart('?')).Append('\n');
        foreach (var name in names)
        {
            canonical.Append(name).Append(':').Append(request.Headers[name].ToString().Trim()).Append('\n');
        }

        canonical.Append('\n').Append(parts["SignedHeaders"]).Append('\n').Append(request.Headers["x-amz-content-sha256"].ToString());
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{day}/{Region}/s3/aws4_request\n{hash}";
        var dateKey = Hmac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), day);
        var signingKey = Hmac(Hmac(Hmac(dateKey, Region), "s3"), "aws4_request");
        return time.StartsWith(day, StringComparison.Ordinal) && Convert.ToHexStringLower(Hmac(signingKey, toSign)) == parts["Signature"];
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
