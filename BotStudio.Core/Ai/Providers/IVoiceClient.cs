namespace BotStudio.Core.Ai.Providers;

/// <summary>Writes down what is said in a recording. One try a call.</summary>
public interface IVoiceClient
{
    /// <param name="fileName">Its ending says what kind of recording it is.</param>
    /// <exception cref="AiProviderException">Whatever the provider did wrong.</exception>
    Task<HeardWords> WriteDownAsync(Stream recording, string fileName, string model, CancellationToken ct);
}

/// <param name="Length">As the provider measured it; null when it does not say.</param>
public sealed record HeardWords(string Text, TimeSpan? Length);

/// <summary>Judges whether a text is fit to be answered. One try a call.</summary>
public interface IModerationClient
{
    /// <returns>What it finds wrong with it, in the provider's words; empty for nothing.</returns>
    /// <exception cref="AiProviderException">Whatever the provider did wrong.</exception>
    Task<IReadOnlyList<string>> JudgeAsync(string text, CancellationToken ct);
}
