using BotStudio.Core;
using BotStudio.Core.Ai;
using BotStudio.Core.Billing.Paddle;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Outbound;
using BotStudio.Core.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BotStudio.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_but_a_database_is_needed() => Assert.Empty(Mistakes());

    [Theory]
    [InlineData("PublicUrl", "http://bots.example.com", "must begin with https:// (http:// only on localhost), as Telegram demands")]
    [InlineData("PublicUrl", "bots.example.com", "is not a full address")]
    [InlineData("PublicUrl", "https://example.com/bots", "must end after the host: the product lives at the root of its address")]
    [InlineData("Telegram__ApiBaseUrl", "ftp://telegram", "must begin with https:// or http://")]
    [InlineData("OpenAI__BaseUrl", "openai", "is not a full address")]
    [InlineData("OpenAI__ApiKey", "two words", "must not contain blanks or line breaks")]
    [InlineData("Anthropic__BaseUrl", "file:///etc", "must begin with https:// or http://")]
    [InlineData("Paddle__Environment", "live", "is not one of Sandbox, Production")]
    [InlineData("Smtp__Port", "abc", "is not a whole number")]
    [InlineData("Smtp__Port", "465", "must be one that speaks STARTTLS, which 465 does not")]
    [InlineData("Smtp__From", "Bot Studio", "must be an e-mail address")]
    [InlineData("Smtp__Host", "mail.example.com", "is missing, while Smtp__Host is there", "Smtp__From")]
    [InlineData("Files__MaxSizeMegabytes", "0", "must be between 1 and 2000")]
    [InlineData("Files__S3__Endpoint", "s3", "is not a full address")]
    [InlineData("Files__S3__Bucket", "mine", "is missing, while others of the bucket's settings are there", "Files__S3__Endpoint")]
    [InlineData("Admin__Email", "admin", "must be an e-mail address")]
    [InlineData(
        "Outbound__AllowedPrivateHosts__0",
        "http://crm",
        "must be host names or IP addresses, without scheme, port or path",
        "Outbound__AllowedPrivateHosts"
    )]
    public void A_wrong_value_gets_a_line_with_its_key_the_problem_and_an_example(
        string key,
        string value,
        string problem,
        string? named = null
    )
    {
        var line = Assert.Single(Mistakes((key, value)));

        Assert.StartsWith($"{named ?? key} {problem}; example: {named ?? key}", line, StringComparison.Ordinal);
        Assert.Matches("; example: [A-Za-z_0-9]+=.+$", line);
    }

    [Fact]
    public void All_mistakes_are_named_at_once() =>
        Assert.Equal(3, Mistakes(("PublicUrl", "x"), ("Smtp__Port", "x"), ("Telegram__ApiBaseUrl", "x")).Count);

    [Fact]
    public void A_paddle_key_needs_what_the_checkout_and_the_webhook_need()
    {
        var lines = Mistakes(("Paddle__ApiKey", "pdl_secret_key"));

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain("pdl_secret_key", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("https://bots.example.com")]
    public void The_public_address_may_be_https_or_this_machine(string address) => Assert.Empty(Mistakes(("PublicUrl", address)));

    [Fact]
    public void Values_reach_the_options()
    {
        using var services = Services(
            ("Telegram__ApiBaseUrl", "http://127.0.0.1:5000"),
            ("Paddle__Environment", "production"),
            ("Paddle__WebhookSecrets__0", "first"),
            ("Paddle__WebhookSecrets__1", "second"),
            ("Outbound__AllowedPrivateHosts__0", "10.0.0.5")
        );

        Assert.Equal(5000, services.GetRequiredService<IOptions<TelegramOptions>>().Value.ApiBaseUrl.Port);
        Assert.Equal(PaddleEnvironment.Production, services.GetRequiredService<IOptions<PaddleOptions>>().Value.Environment);
        Assert.Equal(["first", "second"], services.GetRequiredService<IOptions<PaddleOptions>>().Value.WebhookSecrets);
        Assert.Equal(["10.0.0.5"], services.GetRequiredService<IOptions<OutboundOptions>>().Value.AllowedPrivateHosts);
    }

    [Fact]
    public void A_blank_value_leaves_the_default()
    {
        using var services = Services(("OpenAI__BaseUrl", ""), ("OpenAI__ApiKey", " "));

        var options = services.GetRequiredService<IOptions<OpenAiOptions>>().Value;
        Assert.Equal("https://api.openai.com/v1", options.BaseUrl.ToString());
        Assert.Null(options.ApiKey);
    }

    [Fact]
    public void Every_setting_shows_an_example()
    {
        var settings = typeof(ISettings).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ISettings)) && type.IsClass);

        var bare = settings
            .SelectMany(type => type.GetProperties())
            .Where(property => property.CanWrite && property.GetCustomAttributes(typeof(ExampleAttribute), false).Length == 0);
        Assert.Empty(bare.Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    private static IReadOnlyList<string> Mistakes(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.FindSettingsMistakes();
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting =>
                    KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)
                )
            )
            .AddInMemoryCollection([new("DATABASE_URL", "postgres://user:password@localhost/botstudio")])
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddBotStudioCore().BuildServiceProvider();
    }
}
