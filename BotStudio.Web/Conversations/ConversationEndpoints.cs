using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Conversations;

/// <summary><c>/api/v1/bots/{botId}/conversations</c> and what else a bot has been through.</summary>
public static class ConversationEndpoints
{
    public static void MapConversations(this RouteGroupBuilder api)
    {
        var bot = api.MapGroup("/bots/{botId:guid}").WithTags("Conversations").Requires(Permission.ViewPeople);
        bot.MapGet("/conversations", ListAsync)
            .WithSummary("List conversations")
            .WithDescription(
                "The one that spoke last first. `search` finds contacts by name and conversations by what was said, `filter` those that wait for a person, are unread or were taken over. `next` of the answer is `after` of the next request."
            );
        bot.MapGet("/conversations/{conversationId:guid}", OpenAsync)
            .WithSummary("Read a conversation's contact")
            .WithDescription("And who answers there: the bot, or somebody of the account.");
        bot.MapAnswering();
        bot.MapCannedReplies();
        bot.MapGet("/conversations/{conversationId:guid}/messages", ReadAsync)
            .WithSummary("Read a transcript")
            .WithDescription(
                "From the end backwards; each part is in the order in which it was said. For the part before, send the first message's id as `before`."
            );
        bot.MapGet("/overview", CountAsync)
            .WithSummary("Read a bot's numbers")
            .WithDescription(
                "Contacts, conversations, and the messages and tokens of the last seven days, whose midnights are those of `zone` (IANA)."
            );

        var letters = bot.MapGroup("/dead-letters").WithTags("Dead letters");
        letters
            .MapGet("", DeadAsync)
            .WithSummary("List dead letters")
            .WithDescription("Work on the bot that was given up on, the latest first.");
        letters
            .MapPost("/requeue", RequeueAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Try dead letters again")
            .WithDescription("One of them, or all when `id` is left out.");
        letters
            .MapDelete("", DiscardAsync)
            .Requires(Permission.DeletePeople)
            .WithSummary("Forget dead letters")
            .WithDescription("One of them, or all when `id` is left out.");
    }

    private static async Task<Results<Ok<ConversationsBody>, ProblemResult>> ListAsync(
        Guid botId,
        ListConversations conversations,
        CancellationToken ct,
        string? search = null,
        string? after = null,
        int limit = Page<ConversationRow>.DefaultSize,
        string? filter = null
    )
    {
        if (
            !Enum.TryParse<ConversationFilter>(filter ?? nameof(ConversationFilter.All), ignoreCase: true, out var kind)
            || !Enum.IsDefined(kind)
        )
        {
            return new Problem("conversations.unknown_filter", filter!).At("/filter").ToResult();
        }

        var start = PageStart.Parse(after);
        if (!string.IsNullOrEmpty(after) && start is null)
        {
            return new Problem("conversations.bad_cursor").At("/after").ToResult();
        }

        var page = await conversations.RunAsync(botId, search, start, limit, ct, kind);
        return page.Succeeded
            ? TypedResults.Ok(new ConversationsBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Ok<ConversationRow>, ProblemResult>> OpenAsync(
        Guid botId,
        Guid conversationId,
        OpenConversation open,
        CancellationToken ct
    ) => (await open.RunAsync(botId, conversationId, ct)).ToOk();

    private static async Task<Results<Ok<Transcript>, ProblemResult>> ReadAsync(
        Guid botId,
        Guid conversationId,
        ReadTranscript read,
        CancellationToken ct,
        Guid? before = null,
        int limit = Page<MessageRow>.DefaultSize
    ) => (await read.RunAsync(botId, conversationId, before, limit, ct)).ToOk();

    private static async Task<Results<Ok<BotOverview>, ProblemResult>> CountAsync(
        Guid botId,
        ReadOverview read,
        CancellationToken ct,
        string? zone = null
    ) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var found)
            ? (await read.RunAsync(botId, found, ct)).ToOk()
            : new Problem("conversations.unknown_zone", zone!).At("/zone").ToResult();

    private static async Task<Results<Ok<DeadLetters>, ProblemResult>> DeadAsync(Guid botId, ListDeadLetters list, CancellationToken ct) =>
        (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<CountBody>, ProblemResult>> RequeueAsync(
        Guid botId,
        RequeueDeadLetters requeue,
        CancellationToken ct,
        long? id = null
    ) => Counted(await requeue.RunAsync(botId, id, ct));

    private static async Task<Results<Ok<CountBody>, ProblemResult>> DiscardAsync(
        Guid botId,
        DiscardDeadLetters discard,
        CancellationToken ct,
        long? id = null
    ) => Counted(await discard.RunAsync(botId, id, ct));

    private static Results<Ok<CountBody>, ProblemResult> Counted(Outcome<int> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(new CountBody(outcome.Value)) : new ProblemResult(outcome.Problems);
}

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record ConversationsBody(IReadOnlyList<ConversationRow> Items, string? Next);

/// <param name="Count">How many were changed.</param>
public sealed record CountBody(int Count);
