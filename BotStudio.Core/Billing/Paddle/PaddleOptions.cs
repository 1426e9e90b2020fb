using BotStudio.Core.Settings;

namespace BotStudio.Core.Billing.Paddle;

/// <summary>Without an API key nothing can be bought and every account has the free plan.</summary>
public sealed class PaddleOptions : ISettings
{
    public const string Section = "Paddle";

    [Example("Sandbox")]
    public PaddleEnvironment Environment { get; set; } = PaddleEnvironment.Sandbox;

    [Example("pdl_sdbx_apikey_...")]
    public string? ApiKey { get; set; }

    /// <summary>Absent: the address of the environment.</summary>
    [Example("https://sandbox-api.paddle.com")]
    public Uri? ApiBaseUrl { get; set; }

    /// <summary>Public: the checkout in the browser uses it.</summary>
    [Example("test_...")]
    public string? ClientToken { get; set; }

    /// <summary>Several while a secret is being changed: a notification may be signed with any of them.</summary>
    [Example("pdl_ntfset_...")]
    public IReadOnlyList<string> WebhookSecrets { get; set; } = [];

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (ApiBaseUrl is not null && !SettingRules.IsHttp(ApiBaseUrl))
        {
            yield return new SettingMistake(nameof(ApiBaseUrl), "must begin with https:// or http://");
        }

        if (ApiKey is null)
        {
            yield break;
        }

        if (ClientToken is null)
        {
            yield return new SettingMistake(nameof(ClientToken), "is missing, while Paddle__ApiKey is there: no checkout could open");
        }

        if (WebhookSecrets.Count == 0)
        {
            yield return new SettingMistake(
                nameof(WebhookSecrets),
                "is missing, while Paddle__ApiKey is there: no payment could be believed"
            );
        }
    }
}

public enum PaddleEnvironment
{
    Sandbox,
    Production,
}
