using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using BotStudio.Core.Outcomes;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Outbound;

/// <summary>
/// The only way to call an address that an owner entered. It never leads into our own network: the host's addresses are looked up here, checked,
/// and the connection is made to the one that was checked, so a name that changes its mind in between changes nothing. No cookies, no proxy.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    /// <summary>For everything: finding the host, connecting, sending, each redirect and the whole answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public const int MaxAnswerBytes = 256 * 1024;
    public const int MaxUrlLength = 2048;

    private const int MaxRedirects = 3;
    private const string UserAgent = "BotStudio/1.0 (webhooks)";

    /// <summary>The longest wait of Retry-After that is believed to be one.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(30);

    private readonly HashSet<string> allowedPrivateHosts;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public OutboundHttp(IOptions<OutboundOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        allowedPrivateHosts = new HashSet<string>(options.Value.AllowedPrivateHosts, StringComparer.OrdinalIgnoreCase);
        http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = ConnectAsync,
                // An idle connection is as checked as on its first day, but the name may have moved elsewhere.
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                MaxConnectionsPerServer = 50,
                MaxResponseHeadersLength = 32,
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = null,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>An address of the form that can be called: http or https, a host, no user name in it.</summary>
    /// <returns>Null for anything else. Where the host leads is found out by calling it.</returns>
    public static Uri? Address(string? url) =>
        url is { Length: <= MaxUrlLength }
        && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.Host.Length > 0
        && address.UserInfo.Length == 0
            ? address
            : null;

    /// <summary>Sends JSON with POST. Redirects are followed with the same checks, never from https to http.</summary>
    /// <param name="headers">Besides the usual ones: a signature, say.</param>
    public async Task<OutboundAnswer> PostJsonAsync(
        string url,
        ReadOnlyMemory<byte> json,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken ct
    )
    {
        var started = clock.GetTimestamp();
        var answer = Address(url) is { } address
            ? await FollowAsync(address, json, headers, ct)
            : new OutboundAnswer.Refused("outbound.bad_address");
        return answer with { Took = clock.GetElapsedTime(started) };
    }

    /// <summary>Sends one request and follows no redirect: what its headers open is meant for this address only.</summary>
    public async Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var answer = Address(request.Url) is { } address
            ? await SendOnceAsync(address, request, ct)
            : new OutboundAnswer.Refused("outbound.bad_address");
        return answer with { Took = clock.GetElapsedTime(started) };
    }

    /// <summary>What such a client's exception says of the way to the address.</summary>
    /// <returns>Null for what is no trouble on the way.</returns>
    public static Problem? ProblemOf(Exception trouble) => Of(trouble)?.Problem;

    public void Dispose() => http.Dispose();

    private async Task<OutboundAnswer> FollowAsync(
        Uri address,
        ReadOnlyMemory<byte> json,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken ct
    )
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var isPost = true;
            for (var redirects = 0; ; redirects++)
            {
                using var request = isPost ? Post(address, json, headers) : new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.UserAgent.ParseAdd(UserAgent);
                request.Headers.Accept.ParseAdd("application/json, text/plain;q=0.9, */*;q=0.5");
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (!IsRedirect(response))
                {
                    return await ReadAsync(response, MaxAnswerBytes, either.Token);
                }

                if (redirects == MaxRedirects || Next(address, response.Headers.Location!) is not { } next)
                {
                    return new OutboundAnswer.Refused("outbound.bad_redirect");
                }

                // 302 and 303: the request is done and its answer lies elsewhere, as with Google Apps Script. The others: it belongs elsewhere.
                isPost = isPost && response.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther);
                address = next;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new OutboundAnswer.TimedOut();
        }
        catch (Exception e) when (Of(e) is { } failure)
        {
            return failure;
        }
    }

    private async Task<OutboundAnswer> SendOnceAsync(Uri address, OutboundRequest asked, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(asked.Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(asked.Method, address);
            if (asked.Json is { } json)
            {
                request.Content = new ReadOnlyMemoryContent(json);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            }
            else if (asked.Body is { } body)
            {
                request.Content = new ReadOnlyMemoryContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(asked.MediaType);
                if (asked.ContentEncoding is { } encoding)
                {
                    request.Content.Headers.ContentEncoding.Add(encoding);
                }
            }

            request.Headers.UserAgent.ParseAdd(UserAgent);
            request.Headers.Accept.ParseAdd("application/json, text/plain;q=0.9, */*;q=0.5");
            foreach (var (name, value) in asked.Headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(response, asked.MaxAnswerBytes, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new OutboundAnswer.TimedOut { Limit = asked.Limit };
        }
        catch (Exception e) when (Of(e) is { } failure)
        {
            return failure;
        }
    }

    private static HttpRequestMessage Post(Uri address, ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is not null;

    private static Uri? Next(Uri from, Uri location)
    {
        var next = Address(new Uri(from, location).AbsoluteUri);
        return from.Scheme == "https" && next?.Scheme == "http" ? null : next;
    }

    private async Task<OutboundAnswer> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentLength > maxBytes)
        {
            return new OutboundAnswer.TooLarge(status) { MaxBytes = maxBytes };
        }

        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > maxBytes)
            {
                return new OutboundAnswer.TooLarge(status) { MaxBytes = maxBytes };
            }

            body.Write(buffer, 0, read);
        }

        var type = response.Content.Headers.ContentType;
        return new OutboundAnswer.Answered(status, body.ToArray(), type?.MediaType, type?.CharSet) { RetryAfter = RetryAfterOf(response) };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        (response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow()) is { } after
        && after > TimeSpan.Zero
        && after < LongestRetryAfter
            ? after
            : null;

    /// <summary>
    /// Connects to an address that was checked, which is why nobody else looks the host up again. Clients that have to be another package's take it
    /// as their <see cref="SocketsHttpHandler.ConnectCallback"/>.
    /// </summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        if (!allowedPrivateHosts.Contains(host))
        {
            addresses = [.. addresses.Where(PublicAddress.Is)];
            if (addresses.Length == 0)
            {
                throw new PrivateAddressException();
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Null for what is no trouble on the way, but a bug.</returns>
    private static OutboundAnswer? Of(Exception? trouble) =>
        trouble switch
        {
            PrivateAddressException => new OutboundAnswer.Refused("outbound.private_address"),
            AuthenticationException => new OutboundAnswer.Unreachable("outbound.bad_certificate"),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                new OutboundAnswer.Unreachable("outbound.unknown_host"),
            SocketException => new OutboundAnswer.Unreachable("outbound.no_connection"),
            IOException => new OutboundAnswer.Unreachable("outbound.broken_off"),
            HttpRequestException => Of(trouble.InnerException) ?? new OutboundAnswer.Unreachable("outbound.broken_off"),
            _ => null,
        };

    private sealed class PrivateAddressException : Exception;
}
