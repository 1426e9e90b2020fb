using BotStudio.Core.Accounts;
using BotStudio.Core.Notices;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Notices;

/// <summary><c>/api/v1/bots/{botId}/notice-chats</c>: where the account hears of a bot.</summary>
public static class NoticeEndpoints
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        var chats = api.MapGroup("/bots/{botId:guid}/notice-chats").WithTags("Notice chats").Requires(Permission.ViewBots);
        chats
            .MapGet("", ListAsync)
            .WithSummary("List notice chats")
            .WithDescription("Chats in which your people hear of the bot's problems, of new leads and of filled forms.");
        chats
            .MapPost("/codes", ConnectAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Make a code for a notice chat")
            .WithDescription(
                "Whoever sends `message` of the answer to the bot within an hour connects the chat in which they do. `language` is the one of its notices."
            );
        chats
            .MapPatch("/{noticeChatId:guid}", ChangeAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Change a notice chat")
            .WithExample("""{"hearsProblems":true,"hearsLeads":true}""");
        chats
            .MapDelete("/{noticeChatId:guid}", RemoveAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Remove a notice chat")
            .WithDescription("Nothing is sent there any more.");
    }

    private static async Task<Results<Ok<IReadOnlyList<NoticeChatRow>>, ProblemResult>> ListAsync(
        Guid botId,
        ListNoticeChats list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<NewNoticeCode>, ProblemResult>> ConnectAsync(
        Guid botId,
        CreateNoticeCode create,
        CancellationToken ct,
        string? language = null
    ) => (await create.RunAsync(botId, language, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> ChangeAsync(
        Guid botId,
        Guid noticeChatId,
        NoticeChatInput input,
        ChangeNoticeChat change,
        CancellationToken ct
    ) => (await change.RunAsync(botId, noticeChatId, input.HearsProblems, input.HearsLeads, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(
        Guid botId,
        Guid noticeChatId,
        RemoveNoticeChat remove,
        CancellationToken ct
    ) => (await remove.RunAsync(botId, noticeChatId, ct)).ToNoContent();
}

/// <param name="HearsProblems">Also what is wrong with the bot; left out, it stays as it is.</param>
/// <param name="HearsLeads">Also each new lead, with the contact's details; left out, it stays as it is.</param>
public sealed record NoticeChatInput(bool? HearsProblems = null, bool? HearsLeads = null);
