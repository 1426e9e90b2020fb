using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>What a replay would ask and cost, before anybody decides to begin it.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> for those who may not read conversations or edit bots; <c>trials.nothing_to_replay</c>.</returns>
public sealed class PlanReplay(AccountDb accountDb, CurrentAccount account, History history, FindModel models, TimeProvider clock)
{
    /// <param name="days">1 to <see cref="Replay.MaxDays"/>.</param>
    public async Task<Outcome<ReplayPlan>> RunAsync(Guid botId, int days, IReadOnlyCollection<Guid> conversations, CancellationToken ct)
    {
        if (!account.May(Permission.ViewPeople) || !account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Bots.AsNoTracking().SingleOrDefaultAsync(b => b.Id == botId, ct) is not { } bot)
        {
            return Problem.NotFound;
        }

        var since = clock.GetUtcNow() - TimeSpan.FromDays(Math.Clamp(days, 1, Replay.MaxDays));
        var answered = await AnsweredMessages.ReadAsync(db, botId, conversations, since, ct);
        return answered.Count == 0
            ? new Problem("trials.nothing_to_replay")
            : await EstimateAsync(DocumentJson.Read(bot.Draft), answered, ct);
    }

    /// <summary>The draft's prompt with each real history, answered as briefly or broadly as then.</summary>
    private async Task<ReplayPlan> EstimateAsync(BotDocument draft, IReadOnlyList<AnsweredMessage> answered, CancellationToken ct)
    {
        var model = await models.ForAsync(account.Id, draft.Prompt.Model, ct);
        var histories = await history.LoadAsync(
            [.. answered.Select(item => new HistoryWanted(item.ConversationId, item.MessageId, draft.Prompt.HistoryLength))],
            ct
        );
        var besides = AnswerEstimate.Besides(draft, draft.DefaultLanguage, model.Limits);
        var instructions = AnswerEstimate.Of(draft.Prompt.Text, historyLength: 0, maxOutputTokens: null, model, besides).TokensIn;
        var tokensIn = answered
            .Select(
                (item, index) =>
                    instructions + Tokens(item.Question) + histories[index].Messages.Sum(turn => Tokens(turn.Text) + TokenCount.PerMessage)
            )
            .Sum();
        var tokensOut = answered.Sum(item =>
            Math.Min(item.TokensOut == 0 ? AnswerEstimate.UsualAnswer : item.TokensOut, model.Limits.MaxOutputTokens)
        );
        return new ReplayPlan(
            answered.Select(item => item.ConversationId).Distinct().Count(),
            answered.Count,
            model.Limits.Name,
            tokensIn,
            tokensOut,
            model.Price?.CostOf(tokensIn, 0, tokensOut),
            answered.Any(item => item.Cost is null) ? null : answered.Sum(item => item.Cost)
        );

        int Tokens(string text) => TokenCount.Estimate(text, model.Limits.Vocabulary);
    }
}

/// <param name="Answers">How many messages will be asked of the draft.</param>
/// <param name="Cost">US dollars, estimated; null when nobody knows the model's price.</param>
/// <param name="CostThen">What the answers cost when they were given; null when that is not known of all.</param>
public sealed record ReplayPlan(
    int Conversations,
    int Answers,
    string Model,
    int TokensIn,
    int TokensOut,
    decimal? Cost,
    decimal? CostThen
);
