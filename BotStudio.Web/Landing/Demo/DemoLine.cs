using BotStudio.Core.Conversations;
using BotStudio.Web.Shared;

namespace BotStudio.Web.Landing.Demo;

/// <summary>One bubble of the demo bot, ready to be put into the page.</summary>
/// <param name="Html">Made from Markdown: HTML of the bot's text stays text.</param>
/// <param name="Keys">Rows of buttons below it.</param>
/// <param name="Replaces">Number of the bubble whose place it takes; null for a new one.</param>
public sealed record DemoLine(string Html, IReadOnlyList<IReadOnlyList<DemoKey>> Keys, string? Replaces)
{
    public static DemoLine Of(OutgoingMessage message) =>
        new(
            ChatMarkdown.ToHtml(message.Text).Value,
            [.. message.Buttons.Select(row => (IReadOnlyList<DemoKey>)[.. row.Select(key => new DemoKey(key.Text, key.Data))])],
            message.EditsExternalId
        );
}

/// <param name="Data">Comes back with a tap.</param>
public sealed record DemoKey(string Text, string? Data);
