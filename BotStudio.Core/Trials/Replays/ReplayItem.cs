using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Trials.Replays;

/// <summary>One message of a contact: what the bot said to it then, and what the draft says now.</summary>
public sealed class ReplayItem : IBelongsToAccount
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private ReplayItem() { }

    internal ReplayItem(Replay replay, AnsweredMessage answered, int position)
    {
        ReplayId = replay.Id;
        MessageId = answered.MessageId;
        AccountId = replay.AccountId;
        BotId = replay.BotId;
        ConversationId = answered.ConversationId;
        ContactId = answered.ContactId;
        Position = position;
        Question = answered.Question;
        Then = answered.Then;
        ThenModel = answered.Model;
        ThenTokens = answered.TokensIn + answered.TokensOut;
        ThenCost = answered.Cost;
        ThenTookMs = answered.TookMs;
        AskedAt = answered.AskedAt;
    }

    public Guid ReplayId { get; private set; }

    /// <summary>What the contact wrote.</summary>
    public Guid MessageId { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public Guid ConversationId { get; private set; }

    public Guid ContactId { get; private set; }

    public int Position { get; private set; }

    public string Question { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    public string Then { get; private set; } = "";

    public string? ThenModel { get; private set; }

    public int ThenTokens { get; private set; }

    /// <summary>US dollars; null when nobody knew.</summary>
    public decimal? ThenCost { get; private set; }

    public int ThenTookMs { get; private set; }

    /// <summary>It was asked of the draft, however that ended.</summary>
    public bool IsAsked { get; private set; }

    public string Now { get; private set; } = "";

    public ReplyStep? Step { get; private set; }

    /// <summary>List of <see cref="RehearsedCall"/> as JSON.</summary>
    public string Calls { get; private set; } = "[]";

    /// <summary>Code of why there is no answer.</summary>
    public string? Problem { get; private set; }

    public string? Model { get; private set; }

    public int TokensIn { get; private set; }

    public int TokensOut { get; private set; }

    /// <summary>US dollars; null when nobody knows.</summary>
    public decimal? Cost { get; private set; }

    public int TookMs { get; private set; }

    public void Settle(Rehearsal answer)
    {
        IsAsked = true;
        Now = StoredText.Clean(answer.Text);
        Step = answer.Step;
        Calls = JsonSerializer.Serialize(answer.Calls, Json);
        Problem = answer.Problem;
        Model = answer.Model is { } model ? StoredText.Cut(StoredText.Clean(model), PromptSettings.MaxModelLength) : null;
        TokensIn = answer.TokensIn;
        TokensOut = answer.TokensOut;
        Cost = answer.Cost;
        TookMs = (int)answer.Took.TotalMilliseconds;
    }

    internal IReadOnlyList<RehearsedCall> ReadCalls() => JsonSerializer.Deserialize<List<RehearsedCall>>(Calls, Json)!;
}

internal sealed class ReplayItemMapping : IEntityTypeConfiguration<ReplayItem>
{
    public void Configure(EntityTypeBuilder<ReplayItem> item)
    {
        item.HasKey(i => new { i.ReplayId, i.MessageId });
        // "then" is a word of SQL.
        item.Property(i => i.Then).HasColumnName("answer_then");
        item.Property(i => i.Now).HasColumnName("answer_now");
        item.Property(i => i.ThenModel).HasMaxLength(PromptSettings.MaxModelLength);
        item.Property(i => i.ThenCost).HasPrecision(18, 12);
        item.Property(i => i.Step).HasConversion<short>();
        item.Property(i => i.Calls).HasColumnType("text");
        item.Property(i => i.Problem).HasMaxLength(60);
        item.Property(i => i.Model).HasMaxLength(PromptSettings.MaxModelLength);
        item.Property(i => i.Cost).HasPrecision(18, 12);
        item.HasIndex(i => i.ContactId);
        item.HasOne<Replay>().WithMany().HasForeignKey(i => i.ReplayId);
    }
}
