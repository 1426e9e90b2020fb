using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Commands.Responses;

/// <summary>A command ready to answer: its response, and what every type of response may have beside its own data.</summary>
public sealed class CompiledCommand
{
    private readonly CompiledResponse response;

    private CompiledCommand(Command command, BotDocument document)
    {
        Id = command.Id;
        Name = command.Name;
        response = command.Response.Compile(document);
        Rows = CompiledButton.Compile(command.Response.MayHaveButtons ? command.Response.Rows : [], parent: null, command.Id, document);
    }

    public string Id { get; }

    public string Name { get; }

    public IReadOnlyList<IReadOnlyList<CompiledButton>> Rows { get; }

    /// <inheritdoc cref="CompiledResponse.IsAlwaysTheSame"/>
    public bool IsAlwaysTheSame => response.IsAlwaysTheSame;

    /// <summary>Its buttons and those of all submenus.</summary>
    public IEnumerable<CompiledButton> Buttons => All(Rows);

    public static CompiledCommand Compile(Command command, BotDocument document) => new(command, document);

    public Reply Answer(TurnContext turn)
    {
        var reply = response.Answer(turn);
        if (Rows.Count == 0)
        {
            return reply;
        }

        var buttons = turn.Render(Rows);
        if (reply.Ask is { } question)
        {
            return reply with { Ask = question with { Buttons = buttons } };
        }

        return reply.Messages is { Count: > 0 } said && said[^1].Buttons.Count == 0
            ? reply with
            {
                Messages = [.. said.Take(said.Count - 1), said[^1] with { Buttons = buttons }],
            }
            : reply;
    }

    private static IEnumerable<CompiledButton> All(IReadOnlyList<IReadOnlyList<CompiledButton>> rows) =>
        rows.SelectMany(row => row).SelectMany(button => All(button.Submenu).Prepend(button));
}
