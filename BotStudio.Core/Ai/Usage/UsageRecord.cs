using BotStudio.Core.Ai.Models;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.Usage;

/// <summary>
/// One call of a model: what it took, what it cost by the price valid then, what came of it; or messages that were handled. Written once, by its id, and never changed but to
/// say that it is counted. It stays when its bot or contact is gone: money that was spent was spent.
/// </summary>
public sealed class UsageRecord : IBelongsToAccount
{
    /// <summary>As <see cref="Outcome"/>; otherwise the code of the problem.</summary>
    public const string Answered = "answered";

    /// <summary>The contact or the reader did not want to wait; what it cost nobody says.</summary>
    public const string Stopped = "stopped";

    public const int MaxModelLength = 100;
    public const int MaxOutcomeLength = 40;

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public Guid BotId { get; init; }

    /// <summary>Who was answered; null when somebody of the account tried something out.</summary>
    public Guid? ContactId { get; init; }

    public UsageKind Kind { get; init; }

    /// <summary>Key of the provider.</summary>
    public string Provider { get; init; } = "";

    /// <summary>As the provider named it in its answer, else as it was asked for.</summary>
    public string Model { get; init; } = "";

    /// <summary>Asked with the account's own key: the provider bills it to them.</summary>
    public bool IsOwnKey { get; init; }

    /// <summary>The cached ones among them.</summary>
    public int TokensIn { get; init; }

    public int TokensCached { get; init; }

    public int TokensOut { get; init; }

    /// <summary>Of the recording that was written down; 0 for everything else.</summary>
    public int AudioSeconds { get; init; }

    /// <summary>US dollars, not rounded; null when nobody knows the model's price.</summary>
    public decimal? Cost { get; init; }

    public int LatencyMs { get; init; }

    public string Outcome { get; init; } = Answered;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>1; of <see cref="UsageKind.Message"/> as many as were handled together.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The model called tools: its answer is still to come.</summary>
    public bool IsOnTheWay { get; init; }

    /// <summary>What budgets count as an answer: whoever speaks instead of writing gets one, too, and one that took five calls is one.</summary>
    public bool IsAnswer => Outcome == Answered && !IsOnTheWay && Kind is not (UsageKind.Transcription or UsageKind.Summary);

    /// <summary>Counted in <see cref="UsageTotal"/>.</summary>
    public bool IsRolledUp { get; init; }

    /// <summary>A record of each call that an answer took; none when nobody was asked.</summary>
    public static IReadOnlyList<UsageRecord> Of(AiCaller caller, AiAnswer answer, DateTimeOffset now) =>
        [.. answer.Also.Prepend(answer).Where(each => each.WasAsked).Select(each => OfOne(caller, each, now))];

    private static UsageRecord OfOne(AiCaller caller, AiAnswer answer, DateTimeOffset now)
    {
        var (model, tokensIn, tokensOut, latency, outcome) = answer switch
        {
            AiAnswer.Text text => (text.Model, text.TokensIn, text.TokensOut, text.Latency, Answered),
            AiAnswer.Calls calls => (calls.Model, calls.TokensIn, calls.TokensOut, calls.Latency, Answered),
            AiAnswer.Failed failed => (failed.Model ?? "", failed.TokensIn, failed.TokensOut, failed.Latency, failed.Code),
            _ => throw new InvalidOperationException("An answer is a text, calls or a failure."),
        };
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(now),
            AccountId = caller.AccountId,
            BotId = caller.BotId,
            ContactId = caller.ContactId,
            Kind = caller.Kind,
            Provider = answer.Provider,
            Model = StoredText.Cut(StoredText.Clean(model), MaxModelLength),
            IsOwnKey = answer.IsOwnKey,
            TokensIn = tokensIn,
            TokensCached = answer.TokensCached,
            TokensOut = tokensOut,
            Cost = answer.Cost,
            LatencyMs = (int)latency.TotalMilliseconds,
            Outcome = outcome,
            IsOnTheWay = answer is AiAnswer.Calls,
            CreatedAt = now,
        };
    }
}

/// <summary>What a model is called for.</summary>
public enum UsageKind : short
{
    /// <summary>A contact was answered.</summary>
    Reply = 0,

    /// <summary>Somebody of the account tried something out.</summary>
    Test = 1,

    /// <summary>Texts of a bot were translated.</summary>
    Translation = 2,

    /// <summary>A voice message was written down.</summary>
    Transcription = 3,

    /// <summary>Messages of contacts were handled, with or without a model. Such a record names no contact: each message itself does.</summary>
    Message = 4,

    /// <summary>A contact was told what another one had been answered to the same question: no model was asked.</summary>
    KeptAnswer = 5,

    /// <summary>Older messages were summed up for later answers.</summary>
    Summary = 6,
}

internal sealed class UsageRecordMapping : IEntityTypeConfiguration<UsageRecord>
{
    public void Configure(EntityTypeBuilder<UsageRecord> record)
    {
        record.Property(r => r.Id).ValueGeneratedNever();
        record.Ignore(r => r.IsAnswer);
        record.Ignore(r => r.IsOnTheWay);
        record.Property(r => r.Count).HasDefaultValue(1);
        record.Property(r => r.Kind).HasConversion<short>();
        record.Property(r => r.Provider).HasMaxLength(30);
        record.Property(r => r.Model).HasMaxLength(UsageRecord.MaxModelLength);
        record.Property(r => r.Outcome).HasMaxLength(UsageRecord.MaxOutcomeLength);
        record.Property(r => r.Cost).HasPrecision(18, 12);
        record.HasIndex(r => new { r.AccountId, r.CreatedAt });
        record.HasIndex(r => r.Id).HasFilter("not is_rolled_up").HasDatabaseName("ix_usage_records_waiting");
    }
}
