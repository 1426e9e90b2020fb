using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.Tools;

/// <summary>What owners have to put right about their tools, on the bot's card.</summary>
public static class ToolTrouble
{
    /// <summary>On the card: a tool does not work. {0}: the tool and its server.</summary>
    public const string Failing = "tools.failing";

    public static async Task TellAsync(BotProblems problems, ConversationRef conversation, ToolAnswer answered)
    {
        if (answered.Servers.Count == 0)
        {
            return;
        }

        if (answered.Servers.FirstOrDefault(server => server.Trouble is not null) is { Trouble: not null } failed)
        {
            await problems.ReportAsync(
                conversation.AccountId,
                conversation.BotId,
                Failing,
                $"{failed.Tool} ({failed.Host})",
                CancellationToken.None
            );
        }
        else
        {
            await problems.ClearAsync(conversation.BotId, Failing, CancellationToken.None);
        }
    }
}
