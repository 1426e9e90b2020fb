using System.Net;
using System.Net.Sockets;
using System.Text;
using BotStudio.Core.Outbound;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.Options;

namespace BotStudio.Tests.Outbound;

/// <summary>The server's literal address is allowed as an exception; every other name of this machine is as private as it always is.</summary>
public sealed class OutboundHttpTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly Clock clock = new();
    private OutboundHttp http = null!;
    private OwnerServer owner = null!;

    public async Task InitializeAsync()
    {
        owner = await OwnerServer.StartAsync();
        http = new OutboundHttp(Options.Create(new OutboundOptions { AllowedPrivateHosts = ["127.0.0.1"] }), clock);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await owner.DisposeAsync();
    }

    [Fact]
    public async Task The_body_arrives_as_json_and_the_answer_comes_back()
    {
        owner.Next(OwnerAnswer.Says(201, "Дякую"));

        var answer = Assert.IsType<OutboundAnswer.Answered>(await PostAsync(owner.At("/hook"), """{"a":"ї"}"""));

        Assert.Equal((201, "Дякую", null), (answer.Status, answer.Text, answer.Problem));
        var request = Assert.Single(owner.Requests);
        Assert.Equal(("POST", "/hook", """{"a":"ї"}"""), (request.Method, request.Path, request.Body));
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        Assert.StartsWith("BotStudio/", request.Headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_resolves_to_this_machine_is_refused_before_anything_is_sent()
    {
        var answer = await PostAsync($"http://localhost:{owner.Url.Port}/hook");

        Assert.Equal("outbound.private_address", answer.Problem!.Code);
        Assert.Empty(owner.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.2:1/")]
    [InlineData("http://[::1]:1/")]
    [InlineData("http://[::ffff:127.0.0.1]:1/")]
    [InlineData("http://0.0.0.0:1/")]
    [InlineData("http://2130706434:1/")]
    [InlineData("http://0x7f.2:1/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://[fe80::1]/")]
    public async Task A_private_address_is_refused_however_it_is_written(string url) =>
        Assert.Equal("outbound.private_address", (await PostAsync(url)).Problem!.Code);

    [Theory]
    [InlineData("")]
    [InlineData("hook")]
    [InlineData("/hook")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@example.com/")]
    [InlineData("https:///path")]
    public async Task What_is_no_address_of_the_web_is_refused(string url) =>
        Assert.Equal("outbound.bad_address", (await PostAsync(url)).Problem!.Code);

    [Fact]
    public async Task A_redirect_to_a_private_address_is_refused()
    {
        owner.Next(OwnerAnswer.RedirectTo($"http://localhost:{owner.Url.Port}/inside"));

        var answer = await PostAsync(owner.At("/hook"));

        Assert.Equal("outbound.private_address", answer.Problem!.Code);
        Assert.Single(owner.Requests);
    }

    [Theory]
    [InlineData(301, "POST")]
    [InlineData(302, "GET")]
    [InlineData(303, "GET")]
    [InlineData(307, "POST")]
    [InlineData(308, "POST")]
    public async Task A_redirect_is_followed_without_cookies(int status, string method)
    {
        owner.Next(OwnerAnswer.RedirectTo("/moved", status), OwnerAnswer.Json("""{"ok":true}"""));

        var answer = Assert.IsType<OutboundAnswer.Answered>(await PostAsync(owner.At("/hook"), """{"a":1}"""));

        Assert.Equal("""{"ok":true}""", answer.Text);
        var last = owner.Requests[^1];
        Assert.Equal((method, "/moved", method == "POST" ? """{"a":1}""" : ""), (last.Method, last.Path, last.Body));
        Assert.DoesNotContain("Cookie", last.Headers.Keys);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        owner.Always = OwnerAnswer.RedirectTo("/again");

        var answer = await PostAsync(owner.At("/hook"));

        Assert.Equal("outbound.bad_redirect", answer.Problem!.Code);
        Assert.Equal(4, owner.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_after_ten_seconds()
    {
        owner.Next(OwnerAnswer.Stall);
        var asking = PostAsync(owner.At("/hook"));
        await owner.RequestAsync();

        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(asking.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));

        var answer = Assert.IsType<OutboundAnswer.TimedOut>(await asking);
        Assert.InRange(answer.Took, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.2));
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_left_after_ten_seconds()
    {
        owner.Next(OwnerAnswer.StallHalfWay);
        var asking = PostAsync(owner.At("/hook"));
        await owner.RequestAsync();

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<OutboundAnswer.TimedOut>(await asking);
    }

    [Theory]
    [InlineData(OutboundHttp.MaxAnswerBytes, false)]
    [InlineData(OutboundHttp.MaxAnswerBytes + 1, true)]
    public async Task An_answer_that_is_too_large_is_not_read(int size, bool isTooLarge)
    {
        owner.Next(OwnerAnswer.Bytes(new byte[size], "application/octet-stream"));

        Assert.Equal(isTooLarge, await PostAsync(owner.At("/hook")) is OutboundAnswer.TooLarge);
    }

    [Fact]
    public async Task An_error_of_the_server_is_an_answer_with_a_problem()
    {
        owner.Next(OwnerAnswer.Status(503, retryAfter: "120"));

        var answer = Assert.IsType<OutboundAnswer.Answered>(await PostAsync(owner.At("/hook")));

        Assert.Equal(("outbound.status", TimeSpan.FromMinutes(2)), (answer.Problem!.Code, answer.RetryAfter));
    }

    [Fact]
    public async Task Retry_after_may_be_a_date()
    {
        owner.Next(OwnerAnswer.Status(429, retryAfter: (clock.Now + TimeSpan.FromSeconds(90)).ToString("R")));

        var answer = Assert.IsType<OutboundAnswer.Answered>(await PostAsync(owner.At("/hook")));

        Assert.Equal(TimeSpan.FromSeconds(90), answer.RetryAfter);
    }

    [Fact]
    public async Task A_server_that_breaks_off_is_unreachable()
    {
        owner.Next(OwnerAnswer.BreakOff);

        Assert.Equal("outbound.broken_off", (await PostAsync(owner.At("/hook"))).Problem!.Code);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_http_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asking = PostAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using (var caller = await listener.AcceptTcpClientAsync())
        {
            await caller.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray());
            Assert.Equal("outbound.broken_off", (await asking).Problem!.Code);
        }
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal("outbound.no_connection", (await PostAsync($"http://127.0.0.1:{port}/")).Problem!.Code);
    }

    [Fact]
    public async Task A_server_without_tls_has_no_valid_certificate_or_breaks_off()
    {
        var answer = await PostAsync($"https://127.0.0.1:{owner.Url.Port}/");

        Assert.Contains(answer.Problem!.Code, new[] { "outbound.bad_certificate", "outbound.broken_off" });
    }

    [Fact]
    public async Task A_caller_that_goes_away_is_no_time_out()
    {
        owner.Next(OwnerAnswer.Stall);
        using var leaving = new CancellationTokenSource();
        var asking = http.PostJsonAsync(owner.At("/hook"), "{}"u8.ToArray(), NoHeaders, leaving.Token);
        await owner.RequestAsync();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private Task<OutboundAnswer> PostAsync(string url, string json = "{}") =>
        http.PostJsonAsync(url, Encoding.UTF8.GetBytes(json), NoHeaders, CancellationToken.None);
}
