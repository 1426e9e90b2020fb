using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Simulator;

/// <summary>Asks the model one question with a prompt that is being written. What it costs is real.</summary>
public sealed class TryPrompt(UseTools tools, TimeProvider clock)
{
    /// <param name="caller">Whose bot it is and who pays for the model.</param>
    /// <param name="prompt">The bot's, or a command's.</param>
    /// <param name="language">To answer in, one of the bot's.</param>
    /// <param name="listener">Hears the answer while it is written, when contacts would see it; null for nobody.</param>
    public async Task<PromptTrial> RunAsync(
        AiCaller caller,
        BotDocument document,
        PromptSettings prompt,
        string question,
        Sender contact,
        string language,
        CancellationToken ct,
        IAnswerListener? listener = null
    )
    {
        var values = new TemplateValues
        {
            BotName = document.Name,
            FirstName = contact.FirstName,
            LastName = contact.LastName ?? "",
            Username = contact.Username ?? "",
            Language = language,
            Now = clock.GetUtcNow(),
        };
        var request = new AiRequest(CompiledPrompt.Compile(prompt), values, question, Fallback: "");
        var bot = BotSnapshot.Compile(document with { Prompt = prompt }, number: null);
        var message = new IncomingMessage
        {
            ChatId = "trial",
            ChatKind = ChatKind.Private,
            From = contact,
            Kind = IncomingKind.Text,
            Text = question,
            SentAt = values.Now,
        };
        var turn = ToolTurn.Of(bot, message, Situation.Fresh, new ReplyReason(ReplyStep.Ai), values.Now) with
        {
            Listener = prompt.Streams ? listener : null,
        };
        var answered = await tools.TryAsync(caller, request, Past.Nothing, turn, ct);
        return new PromptTrial(UseTools.QuestionFor(request, Past.Nothing, ToolBelt.Of(bot)), answered.Answer)
        {
            Calls = answered.Calls ?? [],
            Usage = answered.Usage(),
        };
    }
}

public sealed record PromptTrial(AiQuestion Asked, AiAnswer Answer)
{
    /// <summary>What the model called before it answered; nothing of it has happened.</summary>
    public IReadOnlyList<ToolCallMade> Calls { get; init; } = [];

    /// <summary>What all of it took together; null when nobody was asked.</summary>
    public AiUsage? Usage { get; init; }
}
