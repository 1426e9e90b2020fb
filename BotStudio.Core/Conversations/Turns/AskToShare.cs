using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>Asks for a phone number or a place by the channel's own button for it, and takes what comes back.</summary>
internal static class AskToShare
{
    public static Reply Ask(CompiledButton button, TurnContext turn)
    {
        // Channels give such buttons only where the contact is alone with the bot.
        if (turn.Message.ChatKind != ChatKind.Private)
        {
            return turn.Say(turn.Text("commands.say.share_in_private"));
        }

        var isPhone = button.Button.Action == ButtonAction.ShareContact;
        var request = isPhone ? KeyRequest.Contact : KeyRequest.Location;
        var text = button.Message is { } own
            ? turn.RenderMarkdown(own)
            : turn.Text(isPhone ? "commands.say.share_phone" : "commands.say.share_location");
        return turn.Put(
            new OutgoingMessage
            {
                Text = text,
                Keyboard = new ReplyKeyboard([
                    [KeyFor(request, turn)],
                    [new ReplyKey(Cancel(turn))],
                ]),
            }
        ) with
        {
            State = turn.Situation.State with { Share = new PendingShare(button.Button.Id, request) },
        };
    }

    /// <returns>Null when the message has nothing to do with it.</returns>
    public static Reply? Take(TurnContext turn)
    {
        if (turn.Situation.State.Share is not { } asked)
        {
            return null;
        }

        var message = turn.Message;
        return message switch
        {
            { Kind: IncomingKind.Text } when message.Text.Trim() == Cancel(turn) => End(turn, turn.Text("commands.say.share_cancelled")),
            { Media: { Kind: "contact", Phone.Length: > 0 } media } when asked.Request == KeyRequest.Contact => media.PersonExternalId
            == message.From.ExternalId
                ? Thank(turn, asked, MenuButton.SharedKeys[0], PhoneOf(media.Phone!))
                : AskAgain(turn),
            { Media: { Kind: "location", Latitude: { } latitude, Longitude: { } longitude } } when asked.Request == KeyRequest.Location =>
                Thank(turn, asked, "location", FormattableString.Invariant($"{latitude:0.######}, {longitude:0.######}")),
            _ => null,
        };
    }

    private static Reply Thank(TurnContext turn, PendingShare asked, string key, string value)
    {
        var thanks = End(turn, turn.Text("commands.say.shared"));
        thanks = thanks with { Effects = [new ContactChange { Fields = new Dictionary<string, string?> { [key] = value } }] };
        if (turn.Bot.Button(asked.ButtonId)?.Button.CommandId is not { } id || turn.Bot.CommandById(id) is not { } command)
        {
            return thanks;
        }

        var answer = command.Answer(turn.After(thanks));
        return answer with
        {
            Messages = [.. thanks.Messages, .. answer.Messages],
            Effects = [.. thanks.Effects, .. answer.Effects],
            State = answer.State ?? thanks.State,
            Reason = answer.Reason with { Command = command.Name },
        };
    }

    /// <summary>Anybody may send somebody else's card.</summary>
    private static Reply AskAgain(TurnContext turn) =>
        turn.Put(
            new OutgoingMessage
            {
                Text = turn.Text("commands.say.share_own_phone"),
                Keyboard = new ReplyKeyboard([
                    [KeyFor(KeyRequest.Contact, turn)],
                    [new ReplyKey(Cancel(turn))],
                ]),
            }
        );

    private static Reply End(TurnContext turn, string text) =>
        turn.Put(new OutgoingMessage { Text = text, Keyboard = new ReplyKeyboard([]) }) with
        {
            State = turn.Situation.State with { Share = null },
        };

    private static ReplyKey KeyFor(KeyRequest request, TurnContext turn) =>
        new(turn.Text(request == KeyRequest.Contact ? "commands.say.share_phone_key" : "commands.say.share_location_key"), request);

    private static string Cancel(TurnContext turn) => turn.Text("commands.say.cancel_key");

    /// <summary>As E.164 writes it; Telegram leaves the plus out.</summary>
    private static string PhoneOf(string shared) => "+" + string.Concat(shared.Where(char.IsAsciiDigit));
}
