using System.Globalization;
using System.Text;
using BotStudio.Bench.Load;
using BotStudio.Bench.Scenarios;

namespace BotStudio.Bench.Report;

/// <summary>The findings as Markdown tables, padded so that they read well in a terminal, too.</summary>
internal static class Table
{
    private static readonly (string Head, Func<Measurement, object?> Cell)[] RunColumns =
    [
        ("run", run => run.What),
        ("due/s", run => Number(run.PerSecond)),
        ("answered/s", run => Number(run.AnsweredPerSecond)),
        ("messages", run => run.Sent),
        ("lost", run => run.Lost + run.NeverAccepted),
        ("doubled", run => run.Doubled),
        ("out of order", run => run.OutOfOrder),
        ("ack ms p50/p95/p99", run => run.Ack),
        ("e2e ms p50/p95/p99", run => run.EndToEnd),
        ("without the model", run => run.WithoutModel),
        ("first piece shown", run => run.FirstShown),
        ("CPU ms/message", run => run.Usage?.ProductCpuMs),
        ("PostgreSQL", run => run.Usage?.DatabaseCpuMs),
        ("memory MB (peak)", run => run.Usage is { } usage ? $"{Number(usage.RssMb)} ({Number(usage.PeakRssMb)})" : null),
    ];

    private static readonly (string Head, Func<(string Scenario, Figure Figure), object?> Cell)[] FigureColumns =
    [
        ("scenario", row => row.Scenario),
        ("figure", row => row.Figure.What),
        ("value", row => $"{(row.Figure.Value is { } value ? Number(value) : "never")} {row.Figure.Unit}".TrimEnd()),
        ("bar", row => Bar(row.Figure)),
        ("", row => row.Figure.IsMet is { } isMet ? (isMet ? "met" : "MISSED") : null),
    ];

    public static string Of(IReadOnlyList<(IScenario Scenario, Findings Findings)> all)
    {
        var runs = all.SelectMany(each => each.Findings.Runs).ToList();
        var figures = all.SelectMany(each => each.Findings.Figures.Select(figure => (each.Scenario.Name, figure))).ToList();
        return (runs.Count > 0 ? Write(RunColumns, runs) + "\n" : "") + Write(FigureColumns, figures);
    }

    private static string Bar(Figure figure) =>
        figure.AtMost is { } most ? $"≤ {Number(most)} {figure.Unit}".TrimEnd()
        : figure.AtLeast is { } least ? $"≥ {Number(least)} {figure.Unit}".TrimEnd()
        : "";

    private static string Write<T>((string Head, Func<T, object?> Cell)[] columns, IEnumerable<T> rows)
    {
        var lines = rows.Select(row => columns.Select(column => Text(column.Cell(row))).ToArray()).ToList();
        var widths = columns.Select((column, i) => lines.Select(line => line[i].Length).Append(column.Head.Length).Max()).ToArray();
        var text = new StringBuilder();
        Line([.. columns.Select(column => column.Head)], ' ');
        Line([.. widths.Select(width => new string('-', width))], '-');
        lines.ForEach(line => Line(line, ' '));
        return text.ToString();

        void Line(string[] cells, char padding) =>
            text.Append('|').AppendJoin('|', cells.Select((cell, i) => padding + cell.PadRight(widths[i]) + padding)).Append("|\n");
    }

    private static string Text(object? value) => value is null ? "" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Number(double value) => value.ToString(value >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);
}
