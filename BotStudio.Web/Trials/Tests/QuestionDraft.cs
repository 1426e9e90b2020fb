using BotStudio.Core.Trials.Questions;

namespace BotStudio.Web.Trials.Tests;

/// <summary>A test question while it is written.</summary>
public sealed class QuestionDraft(TestQuestionRow? saved)
{
    /// <summary>Null for a new one.</summary>
    public Guid? Id => saved?.Id;

    public string Text { get; set; } = saved?.Text ?? "";

    /// <summary>Empty for the bot's main one.</summary>
    public string Language { get; set; } = saved?.Language ?? "";

    public List<ExpectationDraft> Expectations { get; } = [.. (saved?.Expectations ?? []).Select(ExpectationDraft.Of)];

    public TestQuestionInput ToInput() =>
        new(Text, Language.Length == 0 ? null : Language, [.. Expectations.Select(expectation => expectation.ToExpectation())]);
}

/// <summary>One expectation while it is written: its kind, and the words or the number that go with it.</summary>
public sealed class ExpectationDraft
{
    public const int UsualLength = 600;

    /// <summary>Of all kinds, in the order in which they are offered.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["contains", "lacks", "language", "judged", "max_length", "calls"];

    public string Kind { get; set; } = "contains";

    public string Value { get; set; } = "";

    public static ExpectationDraft Of(Expectation expectation) =>
        expectation switch
        {
            Contains contains => new() { Kind = "contains", Value = contains.Text },
            Lacks lacks => new() { Kind = "lacks", Value = lacks.Text },
            Speaks language => new() { Kind = "language", Value = language.Language ?? "" },
            CallsTool calls => new() { Kind = "calls", Value = calls.Tool },
            NoLongerThan shorter => new()
            {
                Kind = "max_length",
                Value = shorter.Characters.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            Judged judged => new() { Kind = "judged", Value = judged.Criterion },
            _ => new(),
        };

    public Expectation ToExpectation() =>
        Kind switch
        {
            "lacks" => new Lacks(Value.Trim()),
            "language" => new Speaks(Value.Length == 0 ? null : Value),
            "calls" => new CallsTool(Value.Trim()),
            "max_length" => new NoLongerThan(
                int.TryParse(Value, System.Globalization.CultureInfo.InvariantCulture, out var length) ? length : 0
            ),
            "judged" => new Judged(Value.Trim()),
            _ => new Contains(Value.Trim()),
        };
}
