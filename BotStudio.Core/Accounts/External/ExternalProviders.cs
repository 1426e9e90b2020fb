using Microsoft.Extensions.Options;

namespace BotStudio.Core.Accounts.External;

/// <summary>The providers that this installation is set up for, in the order they are offered.</summary>
public sealed class ExternalProviders
{
    public const string Google = "google";
    public const string Apple = "apple";
    public const string Telegram = "telegram";

    public ExternalProviders(
        IOptions<GoogleOptions> google,
        IOptions<AppleOptions> apple,
        IOptions<TelegramLoginOptions> telegram,
        TimeProvider clock
    )
    {
        var all = new List<ExternalProvider>();
        if (google.Value is { ClientId: { } googleId, ClientSecret: { } googleSecret })
        {
            all.Add(new OpenIdProvider(Google, "Google", google.Value.Authority, googleId, () => googleSecret, "openid email profile"));
        }

        if (apple.Value is { ClientId: { } appleId, PrivateKey: not null })
        {
            var secret = new AppleSecret(apple.Value, clock);
            all.Add(
                new OpenIdProvider(Apple, "Apple", apple.Value.Authority, appleId, secret.New, "openid email name") { PostsForm = true }
            );
        }

        if (telegram.Value is { ClientId: { } telegramId, ClientSecret: { } telegramSecret })
        {
            all.Add(
                new OpenIdProvider(Telegram, "Telegram", telegram.Value.Authority, telegramId, () => telegramSecret, "openid profile")
                {
                    // The subject is another one for each site; this is the id that the Bot API knows too.
                    KeyClaim = "id",
                    HasBasicAuthentication = true,
                }
            );
        }
        else if (telegram.Value.BotToken is { } token)
        {
            all.Add(new TelegramWidget(telegram.Value.Authority, token));
        }

        All = all;
    }

    public IReadOnlyList<ExternalProvider> All { get; }

    public ExternalProvider? Find(string? name) => All.FirstOrDefault(provider => provider.Name == name);

    /// <summary>What people call it, also one that is no longer set up.</summary>
    public static string TitleOf(string name) =>
        name switch
        {
            Google => "Google",
            Apple => "Apple",
            Telegram => "Telegram",
            _ => name,
        };
}

/// <param name="Name">In addresses and in the database.</param>
/// <param name="Title">What people call it.</param>
public abstract record ExternalProvider(string Name, string Title);
