using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Ai.Models;

/// <summary>What a prompt may ask of a model. Pure: the bot document's validation and the question to the model share it.</summary>
public static class PromptLimits
{
    /// <summary>Kept free for the answer when the bot sets no token limit of its own.</summary>
    internal const int UsualAnswerTokens = 1_024;

    /// <summary>Kept free beside the prompt for what a contact writes; with less a conversation could not even begin.</summary>
    private const int OneMessageTokens = 500;

    /// <summary>Tokens are estimated, and estimates may fall short.</summary>
    private const double Margin = 1.15;

    /// <returns><c>ai.prompt_exceeds_model</c> (tokens of the prompt, room for it, model) or null.</returns>
    /// <param name="prompt">As the owner wrote it; variables count as their names.</param>
    /// <param name="limits">Of the bot's model, or of the platform's default when it names none.</param>
    /// <param name="maxOutputTokens">The bot's token limit, or null.</param>
    public static Problem? CheckPrompt(string prompt, ModelLimits limits, int? maxOutputTokens)
    {
        var room = InputRoom(limits, maxOutputTokens) - OneMessageTokens;
        if (TokenCount.AtMost(prompt) <= room)
        {
            return null;
        }

        var tokens = TokenCount.Estimate(prompt, limits.Vocabulary);
        return tokens > room ? new Problem("ai.prompt_exceeds_model", tokens, Math.Max(0, room), limits.Name) : null;
    }

    /// <returns><c>ai.token_limit_exceeds_model</c> (the token limit, the model's longest answer, model) or null. A model that is not known
    /// is not judged: its provider will.</returns>
    public static Problem? CheckTokenLimit(int? maxOutputTokens, ModelLimits limits) =>
        limits.IsKnown && maxOutputTokens > limits.MaxOutputTokens
            ? new Problem("ai.token_limit_exceeds_model", maxOutputTokens.Value, limits.MaxOutputTokens, limits.Name)
            : null;

    /// <summary>Tokens, as <see cref="TokenCount"/> estimates them, that instructions and messages may take together; may be negative.</summary>
    public static int InputRoom(ModelLimits limits, int? maxOutputTokens)
    {
        var answer = Math.Min(maxOutputTokens ?? UsualAnswerTokens, limits.MaxOutputTokens);
        return (int)((limits.ContextTokens - answer) / Margin);
    }
}
