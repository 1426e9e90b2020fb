using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

internal static class AllScenarios
{
    /// <summary>The last one leaves thousands of bots behind.</summary>
    public static readonly IReadOnlyList<IScenario> InOrder =
    [
        new Idle(),
        new FixedRate(Text.Ping),
        new FixedRate(Text.Question),
        new HighestRate(Text.Ping),
        new HighestRate(Text.Question),
        new WaitingForAi(),
        new Streaming(),
        new Crowd(),
        new FormSteps(),
        new Order(),
        new Kill(),
        new ManyBots(),
    ];

    public static string Names => string.Join(", ", InOrder.Select(scenario => scenario.Name));

    public static IScenario? Find(string name) => InOrder.FirstOrDefault(scenario => scenario.Name == name);
}
