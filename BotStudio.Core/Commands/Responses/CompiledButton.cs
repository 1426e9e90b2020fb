using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Commands.Responses;

/// <summary>
/// A button as a version knows it. Its data on the wire is only <c>b:</c>, its id and that of its command, so texts of any length and menus of
/// any depth fit into 64 bytes, and a tap on a message of an earlier version still says where it came from.
/// </summary>
public sealed class CompiledButton
{
    private const string Prefix = "b:";

    /// <summary>Of the "back" button in the submenu of the button that is named.</summary>
    private const string BackPrefix = "u:";

    private const char Separator = '.';

    private CompiledButton(MenuButton button, CompiledButton? parent, string commandId, BotDocument document)
    {
        CommandId = commandId;
        Button = button;
        Parent = parent;
        Text = LocalizedTemplate.Compile(button.Text, document);
        Message = button.Message is { IsBlank: false } message ? LocalizedTemplate.Compile(message, document) : null;
        if (button is { Action: ButtonAction.OpenSubmenu, Submenu: { } submenu })
        {
            SubmenuText = LocalizedTemplate.Compile(submenu.Text, document);
            Submenu = Compile(submenu.Rows, this, commandId, document);
        }

        if (button.Action == ButtonAction.CallWebhook)
        {
            Webhook = new WebhookResponse { Url = button.Url ?? "" }.Compile(document);
        }
    }

    public MenuButton Button { get; }

    /// <summary>Of the command whose menu it is in, however deep.</summary>
    public string CommandId { get; }

    /// <summary>The button whose submenu this one is in; null in the menu of the command.</summary>
    public CompiledButton? Parent { get; }

    public LocalizedTemplate Text { get; }

    public LocalizedTemplate? Message { get; }

    public LocalizedTemplate? SubmenuText { get; }

    /// <summary>Calls the server of <see cref="ButtonAction.CallWebhook"/>.</summary>
    public CompiledResponse? Webhook { get; }

    public IReadOnlyList<IReadOnlyList<CompiledButton>> Submenu { get; } = [];

    public static IReadOnlyList<IReadOnlyList<CompiledButton>> Compile(
        IReadOnlyList<IReadOnlyList<MenuButton>> rows,
        CompiledButton? parent,
        string commandId,
        BotDocument document
    ) => [.. rows.Select(row => row.Select(button => new CompiledButton(button, parent, commandId, document)).ToArray())];

    /// <summary>What was tapped, or null for data that no menu sent.</summary>
    public static TappedButton? Read(string? data)
    {
        var isBack = data?.StartsWith(BackPrefix, StringComparison.Ordinal) == true;
        if (data is null || (!isBack && !data.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var ids = data[Prefix.Length..].Split(Separator);
        return PartId.IsValid(ids[0]) && (ids.Length == 1 || (ids.Length == 2 && PartId.IsValid(ids[1])))
            ? new TappedButton(ids[0], ids.ElementAtOrDefault(1), isBack)
            : null;
    }

    public OutgoingButton For(TurnContext turn) =>
        Button.ComesBack
            ? new OutgoingButton(turn.Render(Text)) { Data = $"{Prefix}{Button.Id}{Separator}{CommandId}" }
            : new OutgoingButton(turn.Render(Text)) { Url = Button.Url };

    /// <summary>Leads from this button's submenu to where the button is.</summary>
    public OutgoingButton Back(string caption) => new(caption) { Data = $"{BackPrefix}{Button.Id}{Separator}{CommandId}" };
}

/// <param name="CommandId">Of the command that the menu belongs to; null in messages of older versions of this product.</param>
/// <param name="IsBack">Not the button itself, but the "back" in its submenu.</param>
public sealed record TappedButton(string ButtonId, string? CommandId, bool IsBack);
