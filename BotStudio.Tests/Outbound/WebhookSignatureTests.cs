using BotStudio.Core.Outbound;

namespace BotStudio.Tests.Outbound;

public sealed class WebhookSignatureTests
{
    /// <summary>The example of the reference libraries (github.com/standard-webhooks/standard-webhooks, libraries).</summary>
    [Fact]
    public void The_published_example_is_signed_as_published()
    {
        var headers = WebhookSignature.Headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            """{"test": 2432232314}"""u8,
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        );

        Assert.Equal("msg_p5jXN8AQM9LWM0D4loKWxJek", headers["webhook-id"]);
        Assert.Equal("1614265330", headers["webhook-timestamp"]);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
    }

    [Fact]
    public void Each_secret_signs()
    {
        var (old, fresh) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());

        var both = WebhookSignature.Headers("a", DateTimeOffset.UnixEpoch, "{}"u8, [fresh, old])["webhook-signature"];

        Assert.Equal(
            new[] { fresh, old }.Select(secret =>
                WebhookSignature.Headers("a", DateTimeOffset.UnixEpoch, "{}"u8, [secret])["webhook-signature"]
            ),
            both.Split(' ')
        );
    }

    [Fact]
    public void A_secret_has_the_form_that_libraries_expect()
    {
        var secret = WebhookSignature.NewSecret();

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.NotEqual(secret, WebhookSignature.NewSecret());
    }
}
