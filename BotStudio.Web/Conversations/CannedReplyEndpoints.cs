using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Conversations;

/// <summary><c>/api/v1/bots/{botId}/canned-replies</c>: what people of the account answer again and again.</summary>
public static class CannedReplyEndpoints
{
    private const string Example = """{"shortcut":"hours","text":"We are open from 9 to 18, Monday to Friday."}""";

    public static void MapCannedReplies(this RouteGroupBuilder bot)
    {
        var replies = bot.MapGroup("/canned-replies").WithTags("Canned replies");
        replies.MapGet("", ListAsync).WithSummary("List canned replies").WithDescription("All of the bot's, by their shortcuts.");
        replies.MapPost("", AddAsync).Requires(Permission.AnswerPeople).WithSummary("Add a canned reply").WithExample(Example);
        replies
            .MapPut("/{replyId:guid}", ChangeAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Change a canned reply")
            .WithExample(Example);
        replies.MapDelete("/{replyId:guid}", DeleteAsync).Requires(Permission.AnswerPeople).WithSummary("Delete a canned reply");
    }

    private static async Task<Results<Ok<IReadOnlyList<CannedReplyRow>>, ProblemResult>> ListAsync(
        Guid botId,
        ListCannedReplies list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Created<CannedReplyRow>, ProblemResult>> AddAsync(
        Guid botId,
        CannedReplyInput input,
        SaveCannedReply save,
        CancellationToken ct
    ) =>
        (await save.RunAsync(botId, null, input.Shortcut ?? "", input.Text ?? "", ct)).ToCreated(reply =>
            $"{ApiEndpoints.V1}/bots/{botId}/canned-replies/{reply.Id}"
        );

    private static async Task<Results<Ok<CannedReplyRow>, ProblemResult>> ChangeAsync(
        Guid botId,
        Guid replyId,
        CannedReplyInput input,
        SaveCannedReply save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, replyId, input.Shortcut ?? "", input.Text ?? "", ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        Guid botId,
        Guid replyId,
        DeleteCannedReply delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, replyId, ct)).ToNoContent();
}

/// <param name="Shortcut">1 to 32 letters, digits, - or _; unique within the bot.</param>
/// <param name="Text">1 to 4,000 characters, sent as they are.</param>
public sealed record CannedReplyInput(string? Shortcut, string? Text);
