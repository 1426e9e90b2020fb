using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Calls;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Core.Outbound;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Lets a server of the owner's answer: it is called with what the contact wrote, and says what the bot does.</summary>
public sealed record WebhookResponse : Response
{
    /// <summary>An absolute https or http address on the open internet.</summary>
    public string Url { get; init; } = "";

    /// <summary>Said when no usable answer comes; variables allowed. Without one the bot's fallback is said.</summary>
    public LocalizedText Otherwise { get; init; } = [];

    public override void Check(DocumentCheck check, string place)
    {
        if (OutboundHttp.Address(Url) is null)
        {
            check.Add("outbound.bad_address", place + "/url");
        }

        check.OptionalText(Otherwise, place + "/otherwise");
        base.Check(check, place);
    }

    public override void Outline(DocumentOutline outline)
    {
        outline.Value("url", "webhook_url", Url);
        outline.Texts("otherwise", "webhook_otherwise", Otherwise);
        base.Outline(outline);
    }

    public override IEnumerable<LocalizedText> Texts() => Otherwise.IsBlank ? base.Texts() : base.Texts().Prepend(Otherwise);

    public override CompiledResponse Compile(BotDocument document) =>
        new Compiled(Url, LocalizedTemplate.Compile(Otherwise.IsBlank ? document.Fallback : Otherwise, document));

    private sealed class Compiled(string url, LocalizedTemplate otherwise) : CompiledResponse
    {
        public override Reply Answer(TurnContext turn) =>
            new()
            {
                Reason = turn.Reason,
                Ask = new WebhookRequest(
                    url,
                    turn.Reason.Command ?? "",
                    turn.Message.CommandArguments,
                    turn.Language,
                    otherwise.RenderMarkdown(turn.Values)
                ),
            };
    }
}
