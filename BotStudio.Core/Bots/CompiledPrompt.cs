using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Bots;

/// <summary>A bot's (or a command's) prompt ready to be asked with.</summary>
public sealed record CompiledPrompt(TextTemplate Instructions, string? Model, double? Temperature, int? MaxOutputTokens, int HistoryLength)
{
    /// <inheritdoc cref="PromptSettings.Additions"/>
    public IReadOnlyDictionary<string, TextTemplate> Additions { get; init; } = new Dictionary<string, TextTemplate>();

    /// <inheritdoc cref="PromptSettings.FallbackModel"/>
    public string? FallbackModel { get; init; }

    /// <inheritdoc cref="PromptSettings.Summarizes"/>
    public bool Summarizes { get; init; }

    /// <inheritdoc cref="PromptSettings.Streams"/>
    public bool Streams { get; init; }

    /// <inheritdoc cref="PromptSettings.QuietSeconds"/>
    public TimeSpan Quiet { get; init; }

    /// <summary>A prompt of the document: its bot's, or that of a command or a form.</summary>
    public static CompiledPrompt Compile(PromptSettings prompt, BotDocument document) =>
        Compile(prompt with { Streams = prompt.Streams && !document.Safety.HoldsAnswersBack });

    public static CompiledPrompt Compile(PromptSettings prompt) =>
        new(TextTemplate.Compile(prompt.Text), prompt.Model, prompt.Temperature, prompt.MaxOutputTokens, prompt.HistoryLength)
        {
            Additions = prompt
                .Additions.Where(addition => !string.IsNullOrWhiteSpace(addition.Value))
                .ToDictionary(addition => addition.Key, addition => TextTemplate.Compile(addition.Value)),
            FallbackModel = prompt.FallbackModel,
            Summarizes = prompt.Summarizes,
            Streams = prompt.Streams,
            Quiet = TimeSpan.FromSeconds(prompt.QuietSeconds),
        };
}
