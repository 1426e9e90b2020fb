using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Trials.Questions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Trials.Runs;

/// <summary>One question of a run, as it was asked, and what came of it.</summary>
public sealed class TestResult : IBelongsToAccount
{
    public const int MaxAnswerLength = 20_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private TestResult() { }

    public TestResult(TestRun run, TestQuestion question, string language, int position)
    {
        RunId = run.Id;
        QuestionId = question.Id;
        AccountId = run.AccountId;
        BotId = run.BotId;
        Position = position;
        Question = question.Text;
        Language = language;
        Expectations = question.Expectations;
    }

    public Guid RunId { get; private set; }

    /// <summary>The question may be changed or gone since.</summary>
    public Guid QuestionId { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public int Position { get; private set; }

    public string Question { get; private set; } = "";

    public string Language { get; private set; } = "";

    /// <summary>List of <see cref="Expectation"/> as JSON.</summary>
    public string Expectations { get; private set; } = "[]";

    public TestOutcome Outcome { get; private set; }

    public string Answer { get; private set; } = "";

    public ReplyStep? Step { get; private set; }

    /// <summary>A <see cref="Verdict"/> for each expectation, as JSON.</summary>
    public string Verdicts { get; private set; } = "[]";

    /// <summary>List of <see cref="RehearsedCall"/> as JSON.</summary>
    public string Calls { get; private set; } = "[]";

    /// <summary>Code of why there is no answer.</summary>
    public string? Problem { get; private set; }

    public string? Model { get; private set; }

    public int TokensIn { get; private set; }

    public int TokensOut { get; private set; }

    /// <summary>US dollars, those of judging included; null when nobody knows.</summary>
    public decimal? Cost { get; private set; }

    public int TookMs { get; private set; }

    public void Settle(Rehearsal answer, IReadOnlyList<Verdict> verdicts, decimal? judging)
    {
        Outcome =
            answer.Problem is not null ? TestOutcome.Unanswered
            : verdicts.All(verdict => verdict.IsMet) ? TestOutcome.Passed
            : TestOutcome.Failed;
        Answer = StoredText.Cut(StoredText.Clean(answer.Text), MaxAnswerLength);
        Step = answer.Step;
        Verdicts = JsonSerializer.Serialize(verdicts, Json);
        Calls = JsonSerializer.Serialize(answer.Calls, Json);
        Problem = answer.Problem;
        Model = answer.Model is { } model ? StoredText.Cut(StoredText.Clean(model), Bots.Documents.PromptSettings.MaxModelLength) : null;
        TokensIn = answer.TokensIn;
        TokensOut = answer.TokensOut;
        Cost = answer.Cost + judging;
        TookMs = (int)answer.Took.TotalMilliseconds;
    }

    internal IReadOnlyList<Verdict> ReadVerdicts() => JsonSerializer.Deserialize<List<Verdict>>(Verdicts, Json)!;

    internal IReadOnlyList<RehearsedCall> ReadCalls() => JsonSerializer.Deserialize<List<RehearsedCall>>(Calls, Json)!;
}

public enum TestOutcome : short
{
    /// <summary>Not asked yet.</summary>
    Waiting = 0,
    Passed = 1,
    Failed = 2,

    /// <summary>No model answered.</summary>
    Unanswered = 3,
}

internal sealed class TestResultMapping : IEntityTypeConfiguration<TestResult>
{
    public void Configure(EntityTypeBuilder<TestResult> result)
    {
        result.HasKey(r => new { r.RunId, r.QuestionId });
        result.Property(r => r.Question).HasMaxLength(TestQuestion.MaxTextLength);
        result.Property(r => r.Language).HasMaxLength(2);
        result.Property(r => r.Expectations).HasColumnType("text");
        result.Property(r => r.Outcome).HasConversion<short>();
        result.Property(r => r.Step).HasConversion<short>();
        result.Property(r => r.Answer).HasMaxLength(TestResult.MaxAnswerLength);
        result.Property(r => r.Verdicts).HasColumnType("text");
        result.Property(r => r.Calls).HasColumnType("text");
        result.Property(r => r.Problem).HasMaxLength(60);
        result.Property(r => r.Model).HasMaxLength(Bots.Documents.PromptSettings.MaxModelLength);
        result.Property(r => r.Cost).HasPrecision(18, 12);
        result.HasOne<TestRun>().WithMany().HasForeignKey(r => r.RunId);
    }
}
