using System.Diagnostics.CodeAnalysis;

namespace BotStudio.Core.Outcomes;

/// <summary>What came of an act that has nothing to hand back: done, or refused for the reasons in <see cref="Problems"/>.</summary>
public readonly record struct Outcome(IReadOnlyList<Problem> Problems)
{
    public static readonly Outcome Done = new([]);

    public bool Succeeded => Problems is null or { Count: 0 };

    /// <summary>The first reason, or null when the act was done.</summary>
    public Problem? Problem => Succeeded ? null : Problems[0];

    public static implicit operator Outcome(Problem problem) => new([problem]);

    /// <summary>A value as an outcome; for interfaces, which the language does not convert by itself.</summary>
    public static Outcome<T> Of<T>(T value) => Outcome<T>.Of(value);

    public static Outcome Refused(IReadOnlyList<Problem> problems) => new(problems);
}

/// <summary>What came of an act: a value, or the reasons why there is none.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, IReadOnlyList<Problem> problems)
    {
        Value = value;
        Problems = problems;
    }

    public T? Value { get; }

    public IReadOnlyList<Problem> Problems { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Problems is { Count: 0 };

    /// <summary>The first reason, or null when there is a value.</summary>
    public Problem? Problem => Problems is { Count: > 0 } ? Problems[0] : null;

    /// <summary>The value made into another one; the reasons, when there is none.</summary>
    public Outcome<TOther> To<TOther>(Func<T, TOther> make) => Succeeded ? Outcome.Of(make(Value)) : Outcome<TOther>.Refused(Problems);

    internal static Outcome<T> Of(T value) => new(value, []);

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Problem problem) => new(default, [problem]);

    public static Outcome<T> Refused(IReadOnlyList<Problem> problems) => new(default, problems);
}
