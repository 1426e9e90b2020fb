using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Localization;
using BotStudio.Core.Outbound;

namespace BotStudio.Core.Commands.Responses;

public enum ButtonAction
{
    /// <summary>Answers as if the contact had sent the command.</summary>
    RunCommand,

    /// <summary>Opens a page.</summary>
    OpenLink,

    /// <summary>Answers as if the contact had written the text.</summary>
    SendText,

    /// <summary>Begins a form.</summary>
    StartForm,

    /// <summary>Shows the button's own menu in the place of the message that it is under.</summary>
    OpenSubmenu,

    /// <summary>Lets a server of the owner's answer, see <see cref="WebhookResponse"/>.</summary>
    CallWebhook,

    /// <summary>The conversation waits for a person of the account.</summary>
    AskForHuman,

    /// <summary>Asks for the contact's own phone number, by the channel's button for it.</summary>
    ShareContact,

    /// <summary>Asks where the contact is, by the channel's button for it.</summary>
    ShareLocation,
}

/// <summary>A button under an answer: what it shows and what a tap does.</summary>
public sealed record MenuButton : IHasDormantMembers
{
    public const int MaxTextLength = 64;

    /// <summary>Keys under which a contact's phone number and place are kept, whether the bot has fields for them or not.</summary>
    public static readonly IReadOnlyList<string> SharedKeys = ["phone", "location"];

    public string Id { get; init; } = PartId.New();

    public LocalizedText Text { get; init; } = [];

    public ButtonAction Action { get; init; }

    /// <summary>
    /// For <see cref="ButtonAction.RunCommand"/>: id of the command. For <see cref="ButtonAction.ShareContact"/> and
    /// <see cref="ButtonAction.ShareLocation"/>: id of the command that answers what was shared, or null.
    /// </summary>
    public string? CommandId { get; init; }

    /// <summary>
    /// For <see cref="ButtonAction.OpenLink"/>: an absolute http, https or tg address. For <see cref="ButtonAction.CallWebhook"/>: that of the server.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>
    /// For <see cref="ButtonAction.SendText"/>: what is sent in the contact's name. For <see cref="ButtonAction.CallWebhook"/>: what the server is told
    /// as the command's arguments, the caption when there is nothing. For <see cref="ButtonAction.ShareContact"/> and
    /// <see cref="ButtonAction.ShareLocation"/>: what the bot says when it asks, in place of its usual words.
    /// </summary>
    public LocalizedText? Message { get; init; }

    /// <summary>For <see cref="ButtonAction.StartForm"/>: id of the form.</summary>
    public string? FormId { get; init; }

    /// <summary>For <see cref="ButtonAction.OpenSubmenu"/>.</summary>
    public Submenu? Submenu { get; init; }

    [JsonIgnore]
    public bool ComesBack => Action != ButtonAction.OpenLink;

    [JsonIgnore]
    internal bool AsksToShare => Action is ButtonAction.ShareContact or ButtonAction.ShareLocation;

    [JsonIgnore]
    internal bool MayHaveMessage => AsksToShare || Action == ButtonAction.CallWebhook;

    bool IHasDormantMembers.IsDormant(string member) =>
        member switch
        {
            "message" => Action != ButtonAction.SendText && !MayHaveMessage,
            "submenu" => Action != ButtonAction.OpenSubmenu,
            _ => false,
        };

    /// <summary>Key of the contact field that keeps what is shared; null for other actions.</summary>
    [JsonIgnore]
    public string? SharesInto =>
        Action switch
        {
            ButtonAction.ShareContact => SharedKeys[0],
            ButtonAction.ShareLocation => SharedKeys[1],
            _ => null,
        };

    internal string? LeadsTo => Action == ButtonAction.RunCommand || AsksToShare ? CommandId : null;

    internal IEnumerable<LocalizedText> Texts()
    {
        yield return Text;
        if (Message is not null && (Action == ButtonAction.SendText || MayHaveMessage))
        {
            yield return Message;
        }

        if (Submenu is not null && Action == ButtonAction.OpenSubmenu)
        {
            yield return Submenu.Text;
        }
    }

    internal void Check(DocumentCheck check, string place, int depth)
    {
        check.UniqueId(Id, place + "/id");
        check.RequiredText(Text, place + "/text", MaxTextLength);
        switch (Action)
        {
            case ButtonAction.RunCommand when !IsCommand(check.Document, CommandId):
            case ButtonAction.ShareContact
            or ButtonAction.ShareLocation when CommandId is not null && !IsCommand(check.Document, CommandId):
                check.Add("menu.unknown_command", place + "/commandId");
                break;
            case ButtonAction.StartForm when !check.Document.Forms.Any(form => form.Id == FormId):
                check.Add("commands.unknown_form", place + "/formId");
                break;
            case ButtonAction.CallWebhook when OutboundHttp.Address(Url) is null:
                check.Add("outbound.bad_address", place + "/url");
                break;
            case ButtonAction.OpenLink when !IsLink(Url):
                check.Add("menu.bad_link", place + "/url");
                break;
            case ButtonAction.SendText:
                check.RequiredText(Message ?? [], place + "/message");
                break;
            case ButtonAction.OpenSubmenu:
                (Submenu ?? new Submenu()).Check(check, place + "/submenu", depth + 1);
                break;
        }

        if (MayHaveMessage)
        {
            check.OptionalText(Message ?? [], place + "/message");
        }
    }

    internal void Outline(DocumentOutline outline, string id)
    {
        var name = NameIn(outline.Document);
        var target = Action switch
        {
            ButtonAction.RunCommand => CommandNameIn(outline.Document),
            ButtonAction.OpenLink or ButtonAction.CallWebhook => Url,
            ButtonAction.StartForm => FormResponse.NameIn(outline.Document, FormId),
            _ => null,
        };
        var says = target ?? Message?.In(outline.Document.DefaultLanguage, outline.Document.DefaultLanguage);
        outline.Item(id, "button", name, string.IsNullOrEmpty(says) ? name : $"{name} → {says}");
        outline.Texts(id + "/text", "button_text", Text, name);
        outline.Value(id + "/target", "button_target", target, name);
        outline.Texts(id + "/message", "button_message", Action == ButtonAction.SendText || MayHaveMessage ? Message : null, name);
        if (target is null && Action != ButtonAction.SendText)
        {
            outline.Choice(id + "/action", "button_action", JsonNamingPolicy.SnakeCaseLower.ConvertName(Action.ToString()), name);
        }

        if (Action == ButtonAction.OpenSubmenu && Submenu is { } submenu)
        {
            outline.Texts(id + "/submenu", "submenu", submenu.Text, name);
            ButtonRows.Outline(submenu.Rows, outline, id);
        }
    }

    internal MenuButton Copy() =>
        this with
        {
            Id = PartId.New(),
            Submenu = Submenu is null ? null : Submenu with { Rows = ButtonRows.Copy(Submenu.Rows) },
        };

    internal string NameIn(BotDocument document) => Text.In(document.DefaultLanguage, document.DefaultLanguage);

    private string? CommandNameIn(BotDocument document) =>
        document.Commands.FirstOrDefault(command => command.Id == CommandId) is { } command ? "/" + command.Name : null;

    private static bool IsCommand(BotDocument document, string? id) => document.Commands.Any(command => command.Id == id);

    private static bool IsLink(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "tg" && url!.Length <= 2048;
}

/// <summary>A menu behind a button. It takes the place of the message with the button, and a "back" button of the bot's own leads out of it.</summary>
public sealed record Submenu
{
    /// <summary>Menus behind menus; the one of the command is not counted.</summary>
    public const int MaxDepth = 5;

    /// <summary>It has to fit into one message, also with its variables filled in.</summary>
    public const int MaxTextLength = 3000;

    /// <summary>CommonMark; variables allowed.</summary>
    public LocalizedText Text { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<MenuButton>> Rows { get; init; } = [];

    internal void Check(DocumentCheck check, string place, int depth)
    {
        if (depth > MaxDepth)
        {
            check.Add("menu.too_deep", place, MaxDepth);
            return;
        }

        check.RequiredText(Text, place + "/text", MaxTextLength);
        ButtonRows.Check(Rows, check, place + "/rows", depth);
    }
}
