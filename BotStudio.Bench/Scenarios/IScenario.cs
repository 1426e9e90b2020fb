namespace BotStudio.Bench.Scenarios;

internal interface IScenario
{
    /// <summary>As on the command line.</summary>
    string Name { get; }

    /// <summary>One line for people.</summary>
    string What { get; }

    Task<Findings> RunAsync(Rig rig, CancellationToken ct);
}
