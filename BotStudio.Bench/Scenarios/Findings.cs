using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>What a scenario found out.</summary>
/// <param name="Runs">Lines of the table.</param>
/// <param name="Figures">Single numbers, most of them with a bar.</param>
internal sealed record Findings(IReadOnlyList<Measurement> Runs, IReadOnlyList<Figure> Figures);

/// <summary>A number and, where we promise something, its bar.</summary>
internal sealed record Figure(string What, double? Value, string Unit = "")
{
    public double? AtMost { get; init; }

    public double? AtLeast { get; init; }

    /// <summary>Null without a bar.</summary>
    public bool? IsMet =>
        AtMost is { } most ? Value <= most
        : AtLeast is { } least ? Value >= least
        : null;

    public static Figure Lost(Measurement run) => new($"lost: {run.What}", run.Lost + run.NeverAccepted) { AtMost = 0 };
}
