using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>
/// What a contact hears when the budget lets no model be asked: the bot's commands, that a person will answer, or a polite text. Never nothing.
/// </summary>
public static class WhenUsedUp
{
    private const int MostCommands = 10;

    public static Reply Answer(AiBudget budget, BotSnapshot bot, string language, ReplyReason reason)
    {
        reason = reason with { Problem = "ai.limit_reached" };
        var commands = budget.OffersCommands ? CommandsOf(bot, language) : [];
        var parts = new List<string>();
        if (commands.Count > 0)
        {
            parts.Add($"{bot.Texts.Of("ai.say.limit_commands", language)}\n\n{string.Join('\n', commands)}");
        }

        if (budget.AsksHuman)
        {
            parts.Add(bot.Texts.Of("conversations.say.human_wanted", language));
        }

        var said = Say(reason, parts.Count > 0 ? string.Join("\n\n", parts) : bot.Texts.Of("ai.say.limit_reached", language));
        return budget.AsksHuman ? said with { Effects = [new HumanWanted()] } : said;
    }

    private static Reply Say(ReplyReason reason, string text) =>
        new() { Reason = reason, Messages = [new OutgoingMessage { Text = text }] };

    /// <summary>Those of the menu: a command without a description is listed nowhere.</summary>
    private static List<string> CommandsOf(BotSnapshot bot, string language) =>
        [
            .. bot.Menu(language)
                .Take(MostCommands)
                .Select(command => $"/{PlainInMarkdown.Escape(command.Name)} – {PlainInMarkdown.Escape(command.Description)}"),
        ];
}
