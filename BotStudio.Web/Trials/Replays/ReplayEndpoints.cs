using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Replays;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Trials.Replays;

/// <summary><c>/api/v1/bots/{botId}/replays</c>: what contacts once wrote, asked of the draft.</summary>
public static class ReplayEndpoints
{
    public static void MapReplays(this RouteGroupBuilder bot)
    {
        bot.MapGet("/replays/conversations", ListReplayableAsync)
            .Requires(Permission.ViewPeople)
            .WithSummary("List conversations to replay")
            .WithDescription(
                "Those in which AI answered in the last `days` (1 to 90), the latest first. `next` of the answer is `after` of the next request."
            );
        bot.MapPost("/replays/estimate", PlanReplayAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Estimate a replay")
            .WithDescription(
                "How many messages the saved draft would be asked, which model, about how many tokens and US dollars, and what the same answers cost then. Asks nobody."
            )
            .WithExample("""{"days":7,"conversationIds":["01938f6c-1111-7000-8000-000000000001"]}""");
        bot.MapPost("/replays", StartReplayAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Replay conversations")
            .WithDescription(
                "Asks the saved draft what contacts wrote, at most the last 200 messages, in the background: read the replay, whose address is in Location, until its "
                    + "`state` is not `running` any more. `agreedCost` is the `cost` of the estimate; without it only what costs nobody knows how much begins. "
                    + "Contacts never hear of it, tools are not run."
            )
            .WithExample("""{"days":7,"conversationIds":["01938f6c-1111-7000-8000-000000000001"],"agreedCost":0.02}""");
        bot.MapGet("/replays", ListReplaysAsync)
            .Requires(Permission.ViewPeople)
            .WithSummary("List replays")
            .WithDescription("The latest first, kept for 14 days. `next` of the answer is `after` of the next request.");
        bot.MapGet("/replays/{replayId:guid}", OpenReplayAsync)
            .Requires(Permission.ViewPeople)
            .WithSummary("Read a replay")
            .WithDescription("What was said then and what the draft says, message by message, with tokens, time and cost.");
        bot.MapPost("/replays/{replayId:guid}/stop", StopReplayAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Stop a replay")
            .WithDescription("What was answered by then stays.");
        bot.MapDelete("/replays/{replayId:guid}", DeleteReplayAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Delete a replay")
            .WithDescription("With all that was answered in it; refused while it goes on.");
    }

    private static async Task<Results<Ok<ReplayableBody>, ProblemResult>> ListReplayableAsync(
        Guid botId,
        ListReplayable list,
        CancellationToken ct,
        int days = 7,
        string? after = null,
        int limit = Page<ReplayableRow>.DefaultSize
    )
    {
        if (!TryStart(after, out var start))
        {
            return BadCursor();
        }

        var page = await list.RunAsync(botId, days, start, limit, ct);
        return page.Succeeded
            ? TypedResults.Ok(new ReplayableBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Ok<ReplayPlan>, ProblemResult>> PlanReplayAsync(
        Guid botId,
        ReplayInput input,
        PlanReplay plan,
        CancellationToken ct
    ) => (await plan.RunAsync(botId, input.Days, input.ConversationIds ?? [], ct)).ToOk();

    private static async Task<Results<Accepted<ReplayDetail>, ProblemResult>> StartReplayAsync(
        Guid botId,
        ReplayInput input,
        StartReplay start,
        OpenReplay open,
        CancellationToken ct
    )
    {
        var started = await start.RunAsync(botId, input.Days, input.ConversationIds ?? [], input.AgreedCost, ct);
        if (!started.Succeeded)
        {
            return new ProblemResult(started.Problems);
        }

        var replay = await open.RunAsync(botId, started.Value, ct);
        return replay.Succeeded
            ? TypedResults.Accepted($"{ApiEndpoints.V1}/bots/{botId}/replays/{started.Value}", replay.Value)
            : new ProblemResult(replay.Problems);
    }

    private static async Task<Results<Ok<ReplaysBody>, ProblemResult>> ListReplaysAsync(
        Guid botId,
        ListReplays list,
        CancellationToken ct,
        string? after = null,
        int limit = Page<ReplayRow>.DefaultSize
    )
    {
        if (!TryStart(after, out var start))
        {
            return BadCursor();
        }

        var page = await list.RunAsync(botId, start, limit, ct);
        return page.Succeeded
            ? TypedResults.Ok(new ReplaysBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Ok<ReplayDetail>, ProblemResult>> OpenReplayAsync(
        Guid botId,
        Guid replayId,
        OpenReplay open,
        CancellationToken ct
    ) => (await open.RunAsync(botId, replayId, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> StopReplayAsync(
        Guid botId,
        Guid replayId,
        StopReplay stop,
        CancellationToken ct
    ) => (await stop.RunAsync(botId, replayId, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> DeleteReplayAsync(
        Guid botId,
        Guid replayId,
        DeleteReplay delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, replayId, ct)).ToNoContent();

    private static bool TryStart(string? after, out PageStart? start)
    {
        start = PageStart.Parse(after);
        return start is not null || string.IsNullOrEmpty(after);
    }

    private static ProblemResult BadCursor() => new Problem("trials.bad_cursor").At("/after").ToResult();
}

/// <param name="Days">How far back, 1 to 90.</param>
/// <param name="AgreedCost">US dollars, as estimated.</param>
public sealed record ReplayInput(int Days, IReadOnlyList<Guid>? ConversationIds, decimal? AgreedCost);

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record ReplayableBody(IReadOnlyList<ReplayableRow> Items, string? Next);

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record ReplaysBody(IReadOnlyList<ReplayRow> Items, string? Next);
