using Microsoft.Extensions.AI;

namespace BotStudio.Core.Ai.Providers;

/// <summary>A kind of service that answers questions: where it is, how it is spoken to, how a key is tried out. One class each.</summary>
public abstract class AiProvider
{
    /// <summary>Stable; kept with keys, models and usage.</summary>
    public abstract string Key { get; }

    /// <summary>Its own name, the same in every language.</summary>
    public abstract string Name { get; }

    /// <summary>Where it is, up to and with the version; null when every account has its own.</summary>
    public abstract Uri? BaseUrl { get; }

    /// <summary>Where its keys are made; null for an endpoint of one's own.</summary>
    public virtual Uri? KeysPage => null;

    /// <summary>False for servers that ask nobody for one.</summary>
    public virtual bool NeedsKey => true;

    /// <summary>Asked when neither the bot nor the account names one; null when none is sure to be there.</summary>
    public virtual string? StandardModel => null;

    /// <summary>One try a call; throws <see cref="AiProviderException"/> for whatever the provider did wrong.</summary>
    public abstract IChatClient Connect(AiEndpoint endpoint, HttpClient http, TimeProvider clock);

    /// <summary>Writes down recordings when nobody names a model for it; null where there is none.</summary>
    public virtual string? VoiceModel => null;

    /// <summary>Null when the provider writes nothing down.</summary>
    public virtual IVoiceClient? ConnectVoice(AiEndpoint endpoint, HttpClient http, TimeProvider clock) => null;

    /// <summary>Null when the provider judges no texts.</summary>
    public virtual IModerationClient? ConnectModeration(AiEndpoint endpoint, HttpClient http, TimeProvider clock) => null;

    /// <summary>A request that costs nothing, succeeds with a good key only, and may list the models: <c>{"data":[{"id":…}]}</c>.</summary>
    public abstract HttpRequestMessage Check(AiEndpoint endpoint);

    protected static Uri Below(Uri baseUrl, string path) => new(baseUrl.AbsoluteUri.TrimEnd('/') + "/" + path);
}

/// <summary>Where a provider is and how it is entered.</summary>
/// <param name="Model">Asked when a question names none.</param>
public sealed record AiEndpoint(Uri BaseUrl, string ApiKey, string? Model = null)
{
    /// <summary>Keeps the key out of logs.</summary>
    public override string ToString() => nameof(AiEndpoint);
}
