using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Commands.Responses;

/// <summary>A command ready to answer: its response, and what every type of response may have beside its own data.</summary>
public sealed class CompiledCommand
{
    /// <summary>Longer texts may have been sent in pieces, and then there is no one message to come back to.</summary>
    private const int LongestEditedText = 3500;

    private readonly CompiledResponse response;
    private readonly IReadOnlyList<MessageMedia> media;

    private CompiledCommand(Command command, BotDocument document)
    {
        Id = command.Id;
        Name = command.Name;
        response = command.Response.Compile(document);
        media = [.. command.Response.Attachments.Select(CompiledAttachment.Compile)];
        Rows = CompiledButton.Compile(command.Response.MayHaveButtons ? command.Response.Rows : [], parent: null, command.Id, document);
    }

    public string Id { get; }

    public string Name { get; }

    public IReadOnlyList<IReadOnlyList<CompiledButton>> Rows { get; }

    /// <inheritdoc cref="CompiledResponse.IsAlwaysTheSame"/>
    public bool IsAlwaysTheSame => response.IsAlwaysTheSame;

    /// <summary>Its buttons and those of all submenus.</summary>
    public IEnumerable<CompiledButton> Buttons => All(Rows);

    public static CompiledCommand Compile(Command command, BotDocument document) => new(command, document);

    public Reply Answer(TurnContext turn)
    {
        var reply = response.Answer(turn);
        var said = CompiledAttachment.Add(media, reply.Messages);
        var buttons = turn.Render(Rows);
        if (buttons.Count == 0)
        {
            return reply with { Messages = said };
        }

        if (reply.Ask is { } question)
        {
            return reply with { Messages = said, Ask = question with { Buttons = buttons } };
        }

        return said.Count > 0 && said[^1] is { Buttons.Count: 0, Keyboard: null } last
            ? reply with
            {
                Messages = [.. said.Take(said.Count - 1), last with { Buttons = buttons }],
            }
            : reply with
            {
                Messages = said,
            };
    }

    /// <summary>Shows the menu behind a button in the place of the message that the button is under.</summary>
    public Reply Open(CompiledButton button, TurnContext turn)
    {
        var text = turn.RenderMarkdown(button.SubmenuText!);
        var root = RootOf(turn);
        var wayBack = button.Parent is not null || CanTakeThePlaceOf(root, text);
        var rows = turn.Render(button.Submenu);
        return turn.Put(
            new OutgoingMessage
            {
                Text = text,
                Buttons = wayBack ? [.. rows, [button.Back(turn.Text("commands.say.back"))]] : rows,
                Media = CanTakeThePlaceOf(root, text) ? root!.Media : null,
                EditsExternalId = wayBack ? turn.Message.ExternalId : null,
            }
        );
    }

    /// <summary>Goes from the menu behind the button to the one that the button is in.</summary>
    public Reply GoBack(CompiledButton button, TurnContext turn) =>
        button.Parent is { } parent ? Open(parent, turn)
        : RootOf(turn) is { } root ? turn.Put(root with { EditsExternalId = turn.Message.ExternalId })
        : Answer(turn);

    /// <summary>The message that the buttons are under, when it can be brought back word by word; else null.</summary>
    private OutgoingMessage? RootOf(TurnContext turn) =>
        IsAlwaysTheSame && Answer(turn).Messages is { Count: > 0 } said && said[^1] is { Text.Length: <= LongestEditedText } last
            ? last
            : null;

    /// <summary>A message with a file stays one, so the text has to fit under it; a place on the map has no text at all.</summary>
    private static bool CanTakeThePlaceOf(OutgoingMessage? root, string text) =>
        root is not null && (root.Media is null || (root.Media.Kind != "location" && text.Length <= CompiledAttachment.MaxCaptionLength));

    private static IEnumerable<CompiledButton> All(IReadOnlyList<IReadOnlyList<CompiledButton>> rows) =>
        rows.SelectMany(row => row).SelectMany(button => All(button.Submenu).Prepend(button));
}
