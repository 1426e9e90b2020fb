using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>
/// How much AI may answer in a day or a month of the account: the whole account, one bot, or each contact for itself. What happens when it is used up is a
/// chain that the owner chooses, and its end is always a polite text.
/// </summary>
public sealed class AiBudget : IBelongsToAccount
{
    public const int MaxOfAccount = 50;
    public const decimal MaxAmount = 1_000_000_000m;

    /// <summary>Percent of the amount up to which a cheaper model goes on.</summary>
    public const int MaxCheaperPercent = 1_000;

    private AiBudget() { }

    public AiBudget(Guid accountId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>Null for all bots together.</summary>
    public Guid? BotId { get; private set; }

    /// <summary>Each contact has it for themselves.</summary>
    public bool IsPerContact { get; private set; }

    public BudgetPeriodKind Period { get; private set; }

    public BudgetUnit Unit { get; private set; }

    public decimal Amount { get; private set; }

    /// <summary>Answers when the amount is used up; null for nobody.</summary>
    public string? CheaperModel { get; private set; }

    /// <summary>And until when: percent of the amount, above 100.</summary>
    public int CheaperPercent { get; private set; } = 120;

    /// <summary>Then the bot shows its commands, when it has any.</summary>
    public bool OffersCommands { get; private set; }

    /// <summary>Then the conversation waits for a person.</summary>
    public bool AsksHuman { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    internal void Set(BudgetInput input)
    {
        BotId = input.BotId;
        IsPerContact = input.IsPerContact;
        Period = input.Period;
        Unit = input.Unit;
        Amount = input.Amount;
        CheaperModel = string.IsNullOrWhiteSpace(input.CheaperModel) ? null : input.CheaperModel.Trim();
        CheaperPercent = input.CheaperPercent;
        OffersCommands = input.OffersCommands;
        AsksHuman = input.AsksHuman;
    }

    /// <summary>
    /// The day or month of the account that a moment is in, by its first midnight as if that were in UTC: an account that moves to another time
    /// zone does not begin it anew.
    /// </summary>
    public DateTimeOffset PeriodStart(DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = zone.DayOf(now);
        return new DateTimeOffset(day.Year, day.Month, Period == BudgetPeriodKind.Day ? day.Day : 1, 0, 0, 0, TimeSpan.Zero);
    }
}

public enum BudgetPeriodKind : short
{
    Day = 0,
    Month = 1,
}

public enum BudgetUnit : short
{
    /// <summary>Answers of AI.</summary>
    Messages = 0,

    /// <summary>In and out together.</summary>
    Tokens = 1,

    /// <summary>US dollars.</summary>
    Dollars = 2,
}

/// <summary>How much of a budget is used up in one day or month.</summary>
public sealed class BudgetPeriod : IBelongsToAccount
{
    public Guid BudgetId { get; private set; }

    /// <summary>Whose it is; the empty id where the budget is not each contact's own.</summary>
    public Guid ContactId { get; private set; }

    /// <summary>See <see cref="AiBudget.PeriodStart"/>.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    public Guid AccountId { get; private set; }

    public decimal Used { get; private set; }

    /// <summary>The owner was told of so many percent.</summary>
    public short ToldPercent { get; private set; }
}

/// <summary>What a call under way may take of a budget, and what it took until that is added to the period.</summary>
public sealed class BudgetReservation : IBelongsToAccount
{
    /// <summary>Of the call, the same for all budgets it takes from.</summary>
    public Guid Id { get; private set; }

    public Guid BudgetId { get; private set; }

    public Guid ContactId { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public Guid AccountId { get; private set; }

    public BudgetUnit Unit { get; private set; }

    public decimal Amount { get; private set; }

    /// <summary>The call is over and this is what it took.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>A call that is not over by then never will be: its process is gone.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
}

internal sealed class AiBudgetMapping : IEntityTypeConfiguration<AiBudget>
{
    public void Configure(EntityTypeBuilder<AiBudget> budget)
    {
        budget.ToTable("ai_budgets");
        budget.Property(b => b.Period).HasConversion<short>();
        budget.Property(b => b.Unit).HasConversion<short>();
        budget.Property(b => b.Amount).HasPrecision(18, 6);
        budget.Property(b => b.CheaperModel).HasMaxLength(PromptSettings.MaxModelLength);
        budget.HasIndex(b => b.AccountId);
    }
}

internal sealed class BudgetPeriodMapping : IEntityTypeConfiguration<BudgetPeriod>
{
    public void Configure(EntityTypeBuilder<BudgetPeriod> period)
    {
        period.ToTable("ai_budget_periods");
        period.HasKey(p => new
        {
            p.BudgetId,
            p.ContactId,
            p.StartsAt,
        });
        period.Property(p => p.Used).HasPrecision(24, 12);
    }
}

internal sealed class BudgetReservationMapping : IEntityTypeConfiguration<BudgetReservation>
{
    public void Configure(EntityTypeBuilder<BudgetReservation> reservation)
    {
        reservation.ToTable("ai_reservations");
        reservation.HasKey(r => new { r.Id, r.BudgetId });
        reservation.Property(r => r.Unit).HasConversion<short>();
        reservation.Property(r => r.Amount).HasPrecision(24, 12);
        reservation.HasIndex(r => new
        {
            r.BudgetId,
            r.ContactId,
            r.StartsAt,
        });
    }
}
