using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Trials.Questions;

/// <summary>What an answer has to be like. A new kind is a class and a line here, and an editor.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Contains), "contains")]
[JsonDerivedType(typeof(Lacks), "lacks")]
[JsonDerivedType(typeof(Speaks), "language")]
[JsonDerivedType(typeof(CallsTool), "calls")]
[JsonDerivedType(typeof(NoLongerThan), "max_length")]
[JsonDerivedType(typeof(Judged), "judged")]
public abstract record Expectation
{
    public const int MaxLength = 500;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>What is wrong with the expectation itself; null for nothing.</summary>
    public abstract Problem? Check();

    /// <summary>Decided at once; null when a model has to be asked.</summary>
    /// <param name="language">Code of the language that the contact is answered in.</param>
    public abstract Verdict? Judge(Rehearsal answer, string language);

    internal static string Write(IReadOnlyList<Expectation> expectations) => JsonSerializer.Serialize(expectations, Options);

    internal static IReadOnlyList<Expectation> Read(string json) => JsonSerializer.Deserialize<List<Expectation>>(json, Options)!;

    protected static Problem? CheckText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? new Problem("trials.expectation_empty")
        : text.Length > MaxLength ? new Problem("trials.expectation_too_long", MaxLength)
        : null;

    /// <summary>Letters of any case and any run of blanks are the same.</summary>
    protected static bool IsIn(string answer, string text) =>
        OneSpace(answer).Contains(OneSpace(text), StringComparison.InvariantCultureIgnoreCase);

    protected static IEnumerable<string> Alternatives(string text) =>
        text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string OneSpace(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <param name="Text">One of several is enough when they stand with <c>|</c> between them: <c>8:00 | 8 am</c>.</param>
public sealed record Contains(string Text) : Expectation
{
    public override Problem? Check() => CheckText(Text);

    public override Verdict? Judge(Rehearsal answer, string language) =>
        Verdict.Of(Alternatives(Text).Any(text => IsIn(answer.Text, text)));
}

/// <param name="Text">None of several, with <c>|</c> between them.</param>
public sealed record Lacks(string Text) : Expectation
{
    public override Problem? Check() => CheckText(Text);

    public override Verdict? Judge(Rehearsal answer, string language) =>
        Verdict.Of(!Alternatives(Text).Any(text => IsIn(answer.Text, text)));
}

/// <param name="Language">Code of a language; null for the one that the contact is answered in.</param>
public sealed record Speaks(string? Language) : Expectation
{
    /// <summary>With fewer words nobody can tell.</summary>
    private const int FewWords = 3;

    public override Problem? Check() =>
        Language is null || Languages.IsKnown(Language) ? null : new Problem("trials.unknown_language", Language);

    public override Verdict? Judge(Rehearsal answer, string language)
    {
        var found = GuessLanguage.Of(answer.Text);
        return Verdict.Of(found is null ? GuessLanguage.Words(answer.Text) <= FewWords : found == (Language ?? language)) with
        {
            Found = found,
        };
    }
}

/// <param name="Tool">Name of a tool of the bot.</param>
public sealed record CallsTool(string Tool) : Expectation
{
    public override Problem? Check() => CheckText(Tool);

    public override Verdict? Judge(Rehearsal answer, string language) =>
        Verdict.Of(answer.Calls.Any(call => call.Name == Tool)) with
        {
            Found = answer.Calls.Count == 0 ? null : string.Join(", ", answer.Calls.Select(call => call.Name).Distinct()),
        };
}

/// <param name="Characters">At most so many.</param>
public sealed record NoLongerThan(int Characters) : Expectation
{
    public override Problem? Check() => Characters is < 1 or > 100_000 ? new Problem("trials.length_range") : null;

    public override Verdict? Judge(Rehearsal answer, string language) =>
        Verdict.Of(answer.Text.Length <= Characters) with
        {
            Found = answer.Text.Length.ToString(CultureInfo.InvariantCulture),
        };
}

/// <param name="Criterion">What a model has to find in the answer, in the owner's words.</param>
public sealed record Judged(string Criterion) : Expectation
{
    public override Problem? Check() => CheckText(Criterion);

    public override Verdict? Judge(Rehearsal answer, string language) => null;
}

/// <param name="Reason">The judging model's; null for what is decided without one.</param>
/// <param name="Problem">Code of why nothing could be decided; it counts as not met.</param>
public sealed record Verdict(bool IsMet, string? Reason = null, string? Problem = null)
{
    /// <summary>What was there instead: a language, a length, the tools that were called.</summary>
    public string? Found { get; init; }

    internal static Verdict Of(bool isMet) => new(isMet);
}
