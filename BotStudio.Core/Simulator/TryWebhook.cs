using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Calls;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Simulator;

/// <summary>Calls the server of a command that is being written, as a contact's message would. The call is real, and says that it is a test.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor. What goes wrong with the call itself is in the trial.</returns>
public sealed class TryWebhook(AccountDb accountDb, CurrentAccount account, CallOwner calls, TimeProvider clock)
{
    /// <param name="arguments">What the contact writes behind the command.</param>
    /// <param name="language">One of the bot's.</param>
    public async Task<Outcome<WebhookTrial>> RunAsync(
        Guid botId,
        BotDocument document,
        string command,
        string url,
        string arguments,
        Sender contact,
        string language,
        CancellationToken ct
    )
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using (var db = await accountDb.OpenAsync(ct))
        {
            if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
            {
                return Problem.NotFound;
            }
        }

        var now = clock.GetUtcNow();
        var bot = BotSnapshot.Compile(document, number: null);
        var message = new IncomingMessage
        {
            ChatId = "simulator",
            ChatKind = ChatKind.Private,
            From = contact,
            Kind = IncomingKind.Text,
            Text = $"/{command} {arguments}".TrimEnd(),
            CommandName = command,
            CommandArguments = arguments,
            SentAt = now,
        };
        var request = new WebhookRequest(url, command, arguments, language, Fallback: "");
        var origin = new CallOrigin(Guid.CreateVersion7(now), account.Id, botId, "simulator", message, Situation.Fresh) { IsTest = true };
        var call = await calls.RunAsync(request, bot, origin, ct);
        var reply = CallReply.Of(call, request, new ReplyReason(ReplyStep.Command, command), bot, message, Situation.Fresh, now);
        return new WebhookTrial(call, reply);
    }
}

/// <param name="Reply">What the bot would do with the answer.</param>
public sealed record WebhookTrial(OwnerCall Call, Reply Reply);
