using System.Text.Json.Serialization;
using BotStudio.Core.Bots;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// Something the engine wants to know from somebody slow before it answers. The turn's job goes on under <see cref="JobKind"/> and keeps its place
/// in the chat's order; its handler says what came of it in a second turn. After a crash the engine decides again from the message and where the
/// conversation stood, and comes to the same question.
/// </summary>
public abstract record Question
{
    [JsonIgnore]
    public abstract string JobKind { get; }

    /// <summary>Said behind the answer: the question of a form that the contact is in the middle of.</summary>
    [JsonIgnore]
    public IReadOnlyList<OutgoingMessage> Afterwards { get; init; } = [];

    /// <summary>Rows of buttons under what is said in the end, unless the answer brings its own.</summary>
    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons { get; init; } = [];
}

/// <summary>What a message carries has to be fetched, and heard or read, before it can be answered; <c>Ai</c> does it.</summary>
public sealed record MediaRequest : Question
{
    public const string Kind = "ai.read";

    public override string JobKind => Kind;
}

/// <summary>A question for the model. The history is added by whoever asks it.</summary>
/// <param name="Values">Fills the prompt's variables; names the language to answer in.</param>
/// <param name="Text">What the contact wrote.</param>
/// <param name="Fallback">Said when no answer comes.</param>
public sealed record AiRequest(CompiledPrompt Prompt, TemplateValues Values, string Text, string Fallback) : Question
{
    public const string Kind = "ai.answer";

    /// <summary>What the model sees beside the text.</summary>
    [JsonIgnore]
    public IReadOnlyList<SeenPicture> Pictures { get; init; } = [];

    public override string JobKind => Kind;

    /// <summary>The same question with what the contact wrote next.</summary>
    public AiRequest And(AiRequest next) =>
        this with
        {
            Text = string.Join('\n', new[] { Text, next.Text }.Where(text => text.Length > 0)),
        };
}
