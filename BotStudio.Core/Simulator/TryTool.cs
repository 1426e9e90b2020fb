using System.Text.Json.Nodes;
using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Simulator;

/// <summary>Calls a tool that is being written, as the model would. The call is real, and says that it is a test.</summary>
/// <returns>
/// <c>not_found</c>, also for a tool that the document does not have; <c>forbidden</c> below editor; <c>tools.wrong_arguments</c>. What goes wrong with
/// the call itself is in the trial.
/// </returns>
public sealed class TryTool(AccountDb accountDb, CurrentAccount account, CallTool call, TimeProvider clock)
{
    /// <param name="tool">Its id or its name.</param>
    /// <param name="arguments">A JSON object, as the model fills it in.</param>
    /// <param name="contact">Who is talking in the test; fills in what the bot gives by itself.</param>
    public async Task<Outcome<ToolTrial>> RunAsync(
        Guid botId,
        BotDocument document,
        string tool,
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

        if (document.Prompt.Tools.Own.FirstOrDefault(own => own.Id == tool || own.Name == tool) is not { } called)
        {
            return Problem.NotFound;
        }

        var read = ToolArguments.Read(arguments, called.Parameters);
        if (!read.AreRight)
        {
            return new Problem("tools.wrong_arguments", string.Join(' ', read.Mistakes)).At("/arguments");
        }

        var now = clock.GetUtcNow();
        var values = new TemplateValues
        {
            BotName = document.Name,
            FirstName = contact.FirstName,
            LastName = contact.LastName ?? "",
            Username = contact.Username ?? "",
            Language = language,
            Now = now,
            ContactFields = new Dictionary<string, string>
            {
                ["id"] = Guid.Empty.ToString(),
                ["external_id"] = contact.ExternalId,
                ["conversation_id"] = Guid.Empty.ToString(),
            },
        };
        var origin = new ToolOrigin(account.Id, botId, Guid.CreateVersion7(now), values) { IsTest = true };
        return new ToolTrial(await call.RunAsync(called, read.Values, origin, ct), read.Values);
    }
}

/// <param name="Arguments">As they were taken.</param>
public sealed record ToolTrial(ToolCallResult Call, JsonObject Arguments);
