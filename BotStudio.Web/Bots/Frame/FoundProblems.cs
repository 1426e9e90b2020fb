using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Bots.Frame;

/// <summary>What keeps a document from being published, found once and asked for by every input on the page.</summary>
internal sealed class FoundProblems
{
    private readonly Dictionary<string, Problem> byPlace = [];
    private readonly HashSet<string> commands = [];

    public FoundProblems(BotDocument document, ModelList models)
    {
        All = DocumentCheck.Run(document, models);
        foreach (var problem in All)
        {
            var place = DraftPlace.Of(document, problem.Place);
            byPlace.TryAdd(place.Key, problem);
            if (place.Command is { } command)
            {
                commands.Add(command.Id);
            }
        }
    }

    public IReadOnlyList<Problem> All { get; }

    public Problem? At(string place) => byPlace.GetValueOrDefault(place);

    public bool IsBelow(string place) => byPlace.Keys.Any(key => key.StartsWith(place, StringComparison.Ordinal));

    public bool IsIn(Command command) => commands.Contains(command.Id);
}
