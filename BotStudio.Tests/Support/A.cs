using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;

namespace BotStudio.Tests.Support;

/// <summary>Builders: each makes something valid, and a test changes only what it is about.</summary>
public static class A
{
    public static readonly DateTimeOffset Moment = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static BotDocument Document(params Command[] commands) =>
        new()
        {
            Name = "Shop",
            Languages = ["en", "uk"],
            Welcome = Text("Welcome to the shop!", "Вітаємо в крамниці!"),
            Fallback = Text("Sorry, I did not get that.", "Перепрошую, не зрозумів."),
            Commands = commands,
        };

    public static BotDocument WithPrompt(this BotDocument document, string text = "You are a shop's assistant.") =>
        document with
        {
            // One message is one question, so that a test need not wait for more.
            Prompt = new PromptSettings
            {
                IsActive = true,
                Text = text,
                QuietSeconds = 0,
            },
        };

    public static Command Command(string name, Response response) =>
        new()
        {
            Id = "id-" + name,
            Name = name,
            Response = response,
        };

    public static Command TextCommand(string name, string text) => Command(name, new TextResponse { Text = Text(text) });

    public static Trigger Trigger(string text, TriggerKind kind = TriggerKind.Contains) => new() { Kind = kind, Text = Text(text) };

    public static MenuButton SubmenuButton(string id, params MenuButton[] row) =>
        new()
        {
            Id = id,
            Text = Text("More"),
            Action = ButtonAction.OpenSubmenu,
            Submenu = new Submenu { Text = Text("Inside " + id), Rows = [row] },
        };

    public static MenuResponse Menu(params MenuButton[] row) => new() { Text = Text("Choose"), Rows = [row] };

    public static MenuButton CommandButton(string id, Command command) =>
        new()
        {
            Id = id,
            Text = Text(command.Name),
            Action = ButtonAction.RunCommand,
            CommandId = command.Id,
        };

    public static MenuButton TextButton(string id, string message) =>
        new()
        {
            Id = id,
            Text = Text("Say it"),
            Action = ButtonAction.SendText,
            Message = Text(message),
        };

    public static MenuButton LinkButton(string id, string url) =>
        new()
        {
            Id = id,
            Text = Text("Open"),
            Action = ButtonAction.OpenLink,
            Url = url,
        };

    public static LocalizedText Text(string english, string? ukrainian = null)
    {
        var text = new LocalizedText("en", english);
        if (ukrainian is not null)
        {
            text["uk"] = ukrainian;
        }

        return text;
    }

    public static IncomingMessage Message(string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        return new IncomingMessage
        {
            ChatId = "100",
            ChatKind = ChatKind.Private,
            From = new Sender("100", "Olena"),
            Kind = IncomingKind.Text,
            Text = text,
            CommandName = name,
            CommandArguments = arguments,
            ExternalId = "1",
            SentAt = Moment,
        };
    }

    public static IncomingMessage Tap(string? data) => Message("") with { Kind = IncomingKind.ButtonTap, ButtonData = data, TapId = "tap" };

    public static IncomingMessage Speaking(this IncomingMessage message, string languageTag) =>
        message with
        {
            From = message.From with { LanguageTag = languageTag },
        };
}
