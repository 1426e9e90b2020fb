using System.Text.Json.Serialization;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Says a text with rows of buttons under it.</summary>
public sealed record MenuResponse : Response
{
    /// <summary>Buttons of one row that phones still show readably (Telegram's clients squeeze more than 8).</summary>
    public const int MaxButtonsInRow = 8;

    /// <summary>Telegram drops keyboards of more than 100 buttons.</summary>
    public const int MaxButtons = 100;

    public const int MaxButtonTextLength = 64;

    /// <summary>CommonMark; variables allowed.</summary>
    public LocalizedText Text { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<MenuButton>> Rows { get; init; } = [];

    public override void Check(DocumentCheck check, string place)
    {
        check.RequiredText(Text, place + "/text");
        if (Rows.Sum(row => row.Count) is var count and (0 or > MaxButtons))
        {
            check.Add(count == 0 ? "menu.no_buttons" : "menu.too_many_buttons", place + "/rows", MaxButtons);
        }

        for (var row = 0; row < Rows.Count; row++)
        {
            var rowPlace = $"{place}/rows/{row}";
            if (Rows[row].Count is 0 or > MaxButtonsInRow)
            {
                check.Add(Rows[row].Count == 0 ? "menu.empty_row" : "menu.row_too_long", rowPlace, MaxButtonsInRow);
            }

            for (var button = 0; button < Rows[row].Count; button++)
            {
                Rows[row][button].Check(check, $"{rowPlace}/{button}");
            }
        }
    }

    public override void Outline(DocumentOutline outline)
    {
        outline.Texts("text", "text", Text);
        foreach (var button in Rows.SelectMany(row => row))
        {
            button.Outline(outline);
        }

        outline.Order("layout", "layout", Rows.Select(row => row.Select(button => (button.Id, button.NameIn(outline.Document)))));
    }

    public override Response Copy() =>
        this with
        {
            Rows = [.. Rows.Select(row => row.Select(button => button with { Id = PartId.New() }).ToArray())],
        };

    public override IEnumerable<LocalizedText> Texts() =>
        Rows.SelectMany(row => row)
            .SelectMany(button =>
                button is { Action: ButtonAction.SendText, Message: { } message } ? [button.Text, message] : new[] { button.Text }
            )
            .Prepend(Text);

    public override IEnumerable<string> LeadsTo() =>
        Rows.SelectMany(row => row)
            .Where(button => button is { Action: ButtonAction.RunCommand, CommandId: not null })
            .Select(button => button.CommandId!);

    public override CompiledResponse Compile(BotDocument document) =>
        new Compiled(
            LocalizedTemplate.Compile(Text, document),
            [.. Rows.Select(row => row.Select(button => CompiledButton.Compile(button, document)).ToArray())]
        );

    private sealed class Compiled(LocalizedTemplate text, CompiledButton[][] rows) : CompiledResponse
    {
        public override IEnumerable<CompiledButton> Buttons => rows.SelectMany(row => row);

        public override Reply Answer(TurnContext turn) =>
            turn.Say(text, [.. rows.Select(row => (IReadOnlyList<OutgoingButton>)[.. row.Select(button => button.For(turn))])]);
    }
}

public enum ButtonAction
{
    /// <summary>Answers as if the contact had sent the command.</summary>
    RunCommand,

    /// <summary>Opens a page.</summary>
    OpenLink,

    /// <summary>Answers as if the contact had written the text.</summary>
    SendText,
}

/// <summary>A button of a menu: what it shows and what a tap does.</summary>
public sealed record MenuButton
{
    public string Id { get; init; } = PartId.New();

    public LocalizedText Text { get; init; } = [];

    public ButtonAction Action { get; init; }

    /// <summary>For <see cref="ButtonAction.RunCommand"/>: id of the command.</summary>
    public string? CommandId { get; init; }

    /// <summary>For <see cref="ButtonAction.OpenLink"/>: an absolute http, https or tg address.</summary>
    public string? Url { get; init; }

    /// <summary>For <see cref="ButtonAction.SendText"/>: what is sent in the contact's name.</summary>
    public LocalizedText? Message { get; init; }

    [JsonIgnore]
    public bool ComesBack => Action != ButtonAction.OpenLink;

    internal void Check(DocumentCheck check, string place)
    {
        check.Id(Id, place + "/id");
        check.RequiredText(Text, place + "/text", MenuResponse.MaxButtonTextLength);
        switch (Action)
        {
            case ButtonAction.RunCommand when !check.Document.Commands.Any(command => command.Id == CommandId):
                check.Add("menu.unknown_command", place + "/commandId");
                break;
            case ButtonAction.OpenLink when !IsLink(Url):
                check.Add("menu.bad_link", place + "/url");
                break;
            case ButtonAction.SendText:
                check.RequiredText(Message ?? [], place + "/message");
                break;
        }
    }

    internal void Outline(DocumentOutline outline)
    {
        var name = NameIn(outline.Document);
        var id = "button/" + Id;
        var target = Action switch
        {
            ButtonAction.RunCommand => outline.Document.Commands.FirstOrDefault(command => command.Id == CommandId) is { } command
                ? "/" + command.Name
                : null,
            ButtonAction.OpenLink => Url,
            _ => null,
        };
        var says = target ?? Message?.In(outline.Document.DefaultLanguage, outline.Document.DefaultLanguage);
        outline.Item(id, "button", name, string.IsNullOrEmpty(says) ? name : $"{name} → {says}");
        outline.Texts(id + "/text", "button_text", Text, name);
        outline.Value(id + "/target", "button_target", target, name);
        outline.Texts(id + "/message", "button_message", Action == ButtonAction.SendText ? Message : null, name);
    }

    internal string NameIn(BotDocument document) => Text.In(document.DefaultLanguage, document.DefaultLanguage);

    private static bool IsLink(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "tg" && url!.Length <= 2048;
}

/// <summary>A button as a version knows it. Its data on the wire is only <c>b:</c> and its id, so texts of any length fit into 64 bytes.</summary>
public sealed record CompiledButton(MenuButton Button, LocalizedTemplate Text, LocalizedTemplate? Message)
{
    private const string Prefix = "b:";

    public static CompiledButton Compile(MenuButton button, BotDocument document) =>
        new(
            button,
            LocalizedTemplate.Compile(button.Text, document),
            button.Message is null ? null : LocalizedTemplate.Compile(button.Message, document)
        );

    /// <summary>Id of the tapped button, or null for data that no menu sent.</summary>
    public static string? IdFrom(string? data) =>
        data is not null && data.StartsWith(Prefix, StringComparison.Ordinal) && PartId.IsValid(data[Prefix.Length..])
            ? data[Prefix.Length..]
            : null;

    public OutgoingButton For(TurnContext turn) =>
        Button.ComesBack
            ? new OutgoingButton(turn.Render(Text)) { Data = Prefix + Button.Id }
            : new OutgoingButton(turn.Render(Text)) { Url = Button.Url };
}
