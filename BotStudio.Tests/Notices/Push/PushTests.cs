using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Notices.Push;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Accounts.Members;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Notices.Push;

/// <summary>Core that may call this machine, where the browsers' maker is.</summary>
public sealed class WithBrowserMaker : Acts
{
    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1" };
}

public sealed class PushTests(WithBrowserMaker acts) : Team(acts), IClassFixture<WithBrowserMaker>
{
    private readonly ECDiffieHellman browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(PushEncryption.SecretBytes);

    [Fact]
    public async Task A_notice_reaches_the_browser_signed_by_us_and_readable_by_nobody_between()
    {
        await using var maker = await OwnerServer.StartAsync();
        var owner = await SignedUp();
        Assert.True((await SubscribeAsync(owner, maker.At("/push/1"))).Succeeded);
        await TellAsync(owner);
        Assert.Equal(1, await acts.RunDueJobsAsync(owner.AccountId, SendPush.JobKind));

        var request = await maker.RequestAsync();
        Assert.Equal(("POST", "/push/1"), (request.Method, request.Path));
        Assert.Equal("86400", request.Headers["TTL"]);
        Assert.Equal("aes128gcm", request.Headers["Content-Encoding"]);
        Assert.DoesNotContain("Olena", request.Body, StringComparison.Ordinal);
        AssertSigned(request.Headers["Authorization"], maker.Url);
    }

    [Fact]
    public async Task A_browser_that_is_gone_is_forgotten()
    {
        await using var maker = await OwnerServer.StartAsync();
        var owner = await SignedUp();
        await SubscribeAsync(owner, maker.At("/push/2"));
        maker.Next(OwnerAnswer.Status(410));
        await TellAsync(owner);
        await acts.RunDueJobsAsync(owner.AccountId, SendPush.JobKind);

        await using var db = OpenDatabase();
        Assert.False(await db.PushSubscriptions.AnyAsync(s => s.UserId == owner.UserId));
    }

    [Fact]
    public async Task A_browser_shows_the_notices_of_whoever_asked_there_last()
    {
        await using var maker = await OwnerServer.StartAsync();
        var (first, second) = (await SignedUp(), await SignedUp());
        await SubscribeAsync(first, maker.At("/push/3"));
        await SubscribeAsync(second, maker.At("/push/3"));

        Assert.False(await FindAsync(first, maker.At("/push/3")));
        Assert.True(await FindAsync(second, maker.At("/push/3")));
    }

    [Fact]
    public async Task What_no_browser_says_is_refused()
    {
        var owner = await SignedUp();
        var key = Base64Url.EncodeToString(PushEncryption.PointOf(browser.ExportParameters(false).Q));
        var auth = Base64Url.EncodeToString(secret);
        PushSubscriptionInput[] wrong =
        [
            new(null, key, auth),
            new("http://push.example.com/1", key, auth),
            new("https://push.example.com/1", Base64Url.EncodeToString(new byte[65]), auth),
            new("https://push.example.com/1", key, "AAAA"),
        ];
        foreach (var input in wrong)
        {
            var outcome = await As(owner.UserId, owner.AccountId, (KeepPushSubscription act) => act.RunAsync(input, null, Ct));
            Assert.Equal("bell.push_refused", outcome.Problem?.Code);
        }
    }

    [Fact]
    public async Task Our_own_network_is_never_asked_in_the_name_of_a_browser()
    {
        var owner = await SignedUp();
        await SubscribeAsync(owner, "https://10.0.0.1/push");
        await TellAsync(owner);
        await acts.RunDueJobsAsync(owner.AccountId, SendPush.JobKind);

        await using var db = OpenDatabase();
        Assert.False(await db.PushSubscriptions.AnyAsync(s => s.UserId == owner.UserId));
    }

    /// <summary>The example of RFC 8291, appendix A.</summary>
    [Fact]
    public void The_encryption_is_that_of_the_standard()
    {
        using var sender = ECDiffieHellman.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                D = Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
            }
        );

        var message = PushEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"),
            sender,
            Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw")
        );

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(message)
        );
    }

    private Task<Outcome> SubscribeAsync(SignedIn who, string endpoint) =>
        As(
            who.UserId,
            who.AccountId,
            (KeepPushSubscription act) =>
                act.RunAsync(
                    new PushSubscriptionInput(
                        endpoint,
                        Base64Url.EncodeToString(PushEncryption.PointOf(browser.ExportParameters(false).Q)),
                        Base64Url.EncodeToString(secret)
                    ),
                    "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                    Ct
                )
        );

    private Task<bool> FindAsync(SignedIn who, string endpoint) =>
        As(who.UserId, who.AccountId, (FindPushSubscription act) => act.RunAsync(endpoint, Ct));

    /// <summary>Owners hear of leads in their browsers until they say otherwise.</summary>
    private async Task TellAsync(SignedIn owner)
    {
        await using var db = OpenDatabase();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var notice = new MemberNotice(owner.AccountId, NoticeEvent.NewLead, () => new NoticeWords("A lead", "Olena"))
        {
            Path = "/app/leads",
        };
        await acts.Services.GetRequiredService<NotifyMembers>().PutInAsync(db, notice, Ct);
        await transaction.CommitAsync();
    }

    private static void AssertSigned(string authorization, Uri maker)
    {
        var parts = authorization["vapid ".Length..].Split(", ").ToDictionary(part => part[0], part => part[2..]);
        var point = Base64Url.DecodeFromChars(parts['k']);
        using var key = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..33], Y = point[33..] },
            }
        );
        var token = parts['t'].Split('.');
        Assert.True(
            key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256)
        );
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1]));
        Assert.Equal(maker.GetLeftPart(UriPartial.Authority), claims.RootElement.GetProperty("aud").GetString());
    }
}
