using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>What contacts wrote and AI answered.</summary>
internal static class AnsweredMessages
{
    /// <returns>The latest ones, at most <see cref="Replay.MaxAnswers"/>, each message of a contact once, oldest first.</returns>
    public static async Task<IReadOnlyList<AnsweredMessage>> ReadAsync(
        BotStudioDb db,
        Guid botId,
        IReadOnlyCollection<Guid> conversationIds,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var found = await db
            .Messages.Where(said =>
                conversationIds.Contains(said.ConversationId)
                && said.BotId == botId
                && said.Direction == MessageDirection.Out
                && said.Model != null
                && said.Text != ""
                && said.CreatedAt >= since
            )
            .OrderByDescending(said => said.Id)
            .Take(Replay.MaxAnswers)
            .Select(said => new
            {
                Said = said,
                Heard = db
                    .Messages.Where(heard =>
                        heard.ConversationId == said.ConversationId && heard.Id < said.Id && heard.Direction == MessageDirection.In
                    )
                    .OrderByDescending(heard => heard.Id)
                    .FirstOrDefault(),
            })
            .AsNoTracking()
            .ToListAsync(ct);
        return
        [
            .. found
                .Where(pair => pair.Heard is { Text.Length: > 0, ContactId: not null })
                .DistinctBy(pair => pair.Heard!.Id)
                .OrderBy(pair => pair.Said.Id)
                .Select(pair => new AnsweredMessage(
                    pair.Said.ConversationId,
                    pair.Heard!.Id,
                    pair.Heard.ContactId!.Value,
                    pair.Heard.Text,
                    pair.Heard.CreatedAt,
                    pair.Said.Text,
                    pair.Said.Model!,
                    pair.Said.TokensIn ?? 0,
                    pair.Said.TokensOut ?? 0,
                    pair.Said.Cost,
                    pair.Said.LatencyMs ?? 0
                )),
        ];
    }
}

/// <param name="MessageId">Of what the contact wrote.</param>
internal sealed record AnsweredMessage(
    Guid ConversationId,
    Guid MessageId,
    Guid ContactId,
    string Question,
    DateTimeOffset AskedAt,
    string Then,
    string Model,
    int TokensIn,
    int TokensOut,
    decimal? Cost,
    int TookMs
);
