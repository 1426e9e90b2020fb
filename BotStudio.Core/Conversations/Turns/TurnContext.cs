using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>One message and all that is known while it is answered.</summary>
public sealed class TurnContext(BotSnapshot bot, IncomingMessage message, Situation situation, string language, DateTimeOffset now)
{
    private readonly TemplateValues values = new()
    {
        BotName = bot.Name,
        FirstName = message.From.FirstName,
        LastName = message.From.LastName ?? "",
        Username = message.From.Username ?? "",
        Language = language,
        Now = now,
        Arguments = message.CommandArguments,
        StartPayload =
            message.CommandName == "start" && message.CommandArguments.Length > 0
                ? message.CommandArguments
                : situation.Contact.Source ?? "",
        ContactFields = ContactFieldTexts.Of(bot, situation.Contact, language),
        Balance = situation.Contact.Balance,
    };

    public BotSnapshot Bot => bot;

    public IncomingMessage Message => message;

    public Situation Situation => situation;

    public DateTimeOffset Now => now;

    public TemplateValues Values => values;

    /// <summary>The language the contact is answered in, one of the bot's.</summary>
    public string Language => language;

    public ReplyReason Reason { get; init; } = new(ReplyStep.Fallback);

    /// <summary>Plain text, for what is not CommonMark: captions of buttons, texts sent in the contact's name.</summary>
    public string Render(LocalizedTemplate template) => template.Render(values);

    /// <summary>For what is CommonMark.</summary>
    public string RenderMarkdown(LocalizedTemplate template) => template.RenderMarkdown(values);

    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Render(IReadOnlyList<IReadOnlyList<CompiledButton>> rows) =>
        [.. rows.Select(row => row.Select(button => button.For(this)).ToArray())];

    /// <summary>A text that every bot can say, as the owner put it or as it is built in.</summary>
    /// <param name="key">A key of <see cref="BotTexts"/>.</param>
    public string Text(string key, params object[] args) => bot.Texts.Of(key, language, args);

    public Reply Say(LocalizedTemplate text, IReadOnlyList<IReadOnlyList<OutgoingButton>>? buttons = null) =>
        Say(text.RenderMarkdown(values), buttons);

    public Reply Say(string text, IReadOnlyList<IReadOnlyList<OutgoingButton>>? buttons = null) =>
        new()
        {
            Reason = Reason,
            Messages = string.IsNullOrWhiteSpace(text)
                ? []
                :
                [
                    new OutgoingMessage
                    {
                        Text = text,
                        Buttons = buttons ?? [],
                        ReplyToExternalId = message.ChatKind == ChatKind.Group ? message.ExternalId : null,
                    },
                ],
        };

    /// <summary>Says one message as it is.</summary>
    public Reply Put(OutgoingMessage said) =>
        new()
        {
            Reason = Reason,
            Messages =
            [
                said with
                {
                    ReplyToExternalId = said.EditsExternalId is null && message.ChatKind == ChatKind.Group ? message.ExternalId : null,
                },
            ],
        };

    public TurnContext Because(ReplyReason reason) => new(bot, message, situation, language, now) { Reason = reason };

    /// <summary>The same turn, once the first part of its reply has changed what it changes.</summary>
    public TurnContext After(Reply first) => new(bot, message, situation.After(first), language, now) { Reason = Reason };

    /// <summary>The conversation waits for a person of the account from now on, and the contact is told so.</summary>
    public Reply AskForHuman()
    {
        var reply = Say(Text("conversations.say.human_wanted"));
        return reply with { Effects = [.. reply.Effects, new HumanWanted()] };
    }

    public Reply AskAi(CompiledPrompt prompt) =>
        new() { Reason = Reason, Ask = new AiRequest(prompt, values, Question(), bot.Fallback.RenderMarkdown(values)) };

    private string Question() =>
        message.CommandName is not null && message.CommandArguments.Length > 0 ? message.CommandArguments : message.Text;
}
