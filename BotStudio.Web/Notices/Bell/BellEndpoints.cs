using BotStudio.Core.Accounts;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Notices.Bell;

/// <summary><c>/api/v1/notices</c>: what the user's bell tells in the account, and by which ways they hear of what.</summary>
public static class BellEndpoints
{
    public static void MapBell(this RouteGroupBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("Notices").Requires(Permission.ViewBots);
        notices
            .MapGet("", ListAsync)
            .WithSummary("List notices")
            .WithDescription(
                "One's own, newest first; `unread=true` leaves out what was read. `next` of the answer is `after` of the next request."
            );
        notices.MapPost("/read", ReadAllAsync).WithSummary("Mark all notices as read");
        notices.MapPost("/{noticeId:guid}/read", ReadAsync).WithSummary("Mark a notice as read");
        notices
            .MapGet("/wishes", WishesAsync)
            .WithSummary("List what one hears of")
            .WithDescription("By which ways, for each event that one's role has to do with: bell, mail, telegram, push.");
        notices
            .MapPut("/wishes", WishAsync)
            .WithSummary("Say by which ways one hears of an event")
            .WithExample("""{"event":"newLead","ways":["bell","mail"]}""");
    }

    private static async Task<Results<Ok<NoticesBody>, ProblemResult>> ListAsync(
        ReadBell read,
        CountBell count,
        CancellationToken ct,
        bool unread = false,
        string? after = null,
        int limit = Page<BellRow>.DefaultSize
    )
    {
        var start = PageStart.Parse(after);
        if (!string.IsNullOrEmpty(after) && start is null)
        {
            return new Problem("bell.bad_cursor").At("/after").ToResult();
        }

        var page = await read.RunAsync(start, Math.Clamp(limit, 1, Page<BellRow>.MaxSize), unread, ct);
        return TypedResults.Ok(new NoticesBody(page.Items, await count.RunAsync(ct), page.Next?.ToString()));
    }

    private static async Task<Results<NoContent, ProblemResult>> ReadAllAsync(MarkBellRead mark, CancellationToken ct) =>
        (await mark.RunAsync(noticeId: null, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> ReadAsync(Guid noticeId, MarkBellRead mark, CancellationToken ct) =>
        (await mark.RunAsync(noticeId, ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<WishBody>>> WishesAsync(ListNoticeWishes list, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<WishBody>>([.. (await list.RunAsync(ct)).Select(WishBody.Of)]);

    private static async Task<Results<NoContent, ProblemResult>> WishAsync(
        WishInput input,
        ChangeNoticeWish change,
        CancellationToken ct
    ) => (await change.RunAsync(input.Event, (input.Ways ?? []).Aggregate(NoticeWays.None, (all, way) => all | way), ct)).ToNoContent();
}

/// <param name="Unread">How many in all, 100 for more.</param>
/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record NoticesBody(IReadOnlyList<BellRow> Items, int Unread, string? Next);

public sealed record WishBody(NoticeEvent Event, IReadOnlyList<NoticeWays> Ways)
{
    internal static WishBody Of(NoticeWishRow row) =>
        new(row.Event, [.. Enum.GetValues<NoticeWays>().Where(way => way != NoticeWays.None && row.Ways.HasFlag(way))]);
}

/// <param name="Ways">bell, mail, telegram, push; none of them for silence.</param>
public sealed record WishInput(NoticeEvent Event, IReadOnlyList<NoticeWays>? Ways);
