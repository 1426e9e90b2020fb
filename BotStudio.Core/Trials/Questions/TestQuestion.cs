using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Trials.Questions;

/// <summary>Something that contacts ask, and what a good answer to it is like. Belongs to the bot, not to a version: it judges them all.</summary>
public sealed class TestQuestion : IBelongsToAccount
{
    /// <summary>Of one bot.</summary>
    public const int MaxCount = 100;

    public const int MaxTextLength = 2000;
    public const int MaxExpectations = 10;

    private TestQuestion() { }

    public TestQuestion(Bot bot, int position, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = bot.AccountId;
        BotId = bot.Id;
        Position = position;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>In which order they are asked; the lower first.</summary>
    public int Position { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Of the contact who asks; null for the bot's main one.</summary>
    public string? Language { get; private set; }

    /// <summary>List of <see cref="Expectation"/> as JSON.</summary>
    public string Expectations { get; private set; } = "[]";

    public DateTimeOffset CreatedAt { get; private set; }

    public void Change(string text, string? language, IReadOnlyList<Expectation> expectations)
    {
        Text = text;
        Language = language;
        Expectations = Expectation.Write(expectations);
    }

    public void MoveTo(int position) => Position = position;
}

internal sealed class TestQuestionMapping : IEntityTypeConfiguration<TestQuestion>
{
    public void Configure(EntityTypeBuilder<TestQuestion> question)
    {
        question.Property(q => q.Text).HasMaxLength(TestQuestion.MaxTextLength);
        question.Property(q => q.Language).HasMaxLength(2);
        // As it is, not as jsonb, which would put the members' order, and with it the kind, elsewhere.
        question.Property(q => q.Expectations).HasColumnType("text");
        question.HasIndex(q => new { q.BotId, q.Position });
        question.HasOne<Bot>().WithMany().HasForeignKey(q => q.BotId);
    }
}
