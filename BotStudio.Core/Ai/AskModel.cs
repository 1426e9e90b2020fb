using BotStudio.Core.Conversations;

namespace BotStudio.Core.Ai;

/// <summary>Puts the engine's question to the model, in live traffic and in the simulator alike.</summary>
public sealed class AskModel(IAiModel model)
{
    /// <param name="history">What was said before, oldest first; no more than the prompt's history length is taken.</param>
    /// <inheritdoc cref="IAiModel.AskAsync"/>
    public Task<AiAnswer> RunAsync(AiRequest request, IReadOnlyList<EarlierMessage> history, CancellationToken ct) =>
        model.AskAsync(QuestionFor(request, history), ct);

    /// <summary>What is sent, for those who want to see it.</summary>
    public static AiQuestion QuestionFor(AiRequest request, IReadOnlyList<EarlierMessage> history) =>
        new(
            Instructions.For(request.Prompt, request.Values),
            [
                .. history.TakeLast(request.Prompt.HistoryLength).Select(message => new AiTurn(message.FromContact, message.Text)),
                new AiTurn(FromContact: true, request.Text),
            ],
            request.Prompt.Model,
            request.Prompt.Temperature,
            request.Prompt.MaxOutputTokens
        );
}
