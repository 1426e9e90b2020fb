using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Notices.Bell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>The job that tells members that half, four fifths or all of a limit is used up: once each in a day or month, at once.</summary>
public sealed class TellOfBudget(PlatformDb platformDb, NotifyMembers members, IStringLocalizer<AiText> texts, JobQueue queue)
    : JobHandler(queue)
{
    public override string Kind => BudgetNews.TellKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var news = BudgetNews.Read(job.Payload);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var budget = await db.AiBudgets.AsNoTracking().SingleOrDefaultAsync(b => b.Id == news.BudgetId && b.AccountId == job.AccountId, ct);
        if (budget is null)
        {
            return;
        }

        var bot = await db.Bots.Where(b => b.Id == budget.BotId).Select(b => b.Name).SingleOrDefaultAsync(ct);
        await members.PutInAsync(
            db,
            new MemberNotice(budget.AccountId, NoticeEvent.Budget, () => Words(budget, bot, news))
            {
                Path = "/app/usage",
                BotId = budget.BotId,
            },
            ct
        );
        var mine = await db.Database.ExecuteSqlAsync(
            $"delete from jobs where id = {job.Id} and lease_owner = {job.Lease} and state = {(short)JobState.Leased}",
            ct
        );
        if (mine == 0)
        {
            // Given to another process meanwhile, which does it.
            await transaction.RollbackAsync(ct);
            return;
        }

        await transaction.CommitAsync(ct);
        job.MarkSettled();
        Queue.Wake();
    }

    private NoticeWords Words(AiBudget budget, string? bot, BudgetNews news)
    {
        var period = budget.Period == BudgetPeriodKind.Day ? "day" : "month";
        var title = texts[$"limit.notice.{news.Percent}.{period}", bot ?? texts["limit.notice.all_bots"].Value].Value;
        var used = budget.Unit switch
        {
            BudgetUnit.Dollars => texts["limit.notice.dollars", news.Used, budget.Amount].Value,
            BudgetUnit.Tokens => texts["limit.notice.tokens", news.Used, budget.Amount].Value,
            _ => texts["limit.notice.answers", news.Used, budget.Amount].Value,
        };
        return new NoticeWords(title, news.Percent == 100 ? $"{used} {texts["limit.notice.then"].Value}" : used);
    }
}

/// <summary>So much of a budget is used up, and a mark is reached by it.</summary>
/// <param name="Percent">50, 80 or 100.</param>
public sealed record BudgetNews(Guid BudgetId, decimal Used, int Percent)
{
    public const string TellKind = "budgets.tell";

    /// <summary>Of the columns of what was settled.</summary>
    internal const string PayloadSql =
        "convert_to(json_build_object('budgetId', budget_id, 'used', used, 'percent', told_percent)::text, 'UTF8')";

    public static BudgetNews Read(ReadOnlySpan<byte> payload) => JsonSerializer.Deserialize(payload, BudgetNewsJson.Default.BudgetNews)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BudgetNews))]
internal sealed partial class BudgetNewsJson : JsonSerializerContext;
