using System.Text.Json;
using Microsoft.Extensions.AI;

namespace BotStudio.Core.Ai;

/// <summary>A question in the words of Microsoft.Extensions.AI, and the calls that came back in them.</summary>
internal static class QuestionMessages
{
    /// <summary>The package's own options indent, and every blank is paid for.</summary>
    public static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>Marks the summary of what was said before; <see cref="Instructions"/> tell what is to be made of it.</summary>
    public const string SummaryBegins = "<earlier_conversation>";

    private const string SummaryEnds = "</earlier_conversation>";

    public static List<ChatMessage> Of(AiQuestion question, int dropped) =>
        [
            new(ChatRole.System, question.Instructions),
            .. Summary(question),
            .. question.Turns.Skip(dropped).Select(Message),
            .. question.Rounds.SelectMany(Messages),
        ];

    public static AITool Declare(AiTool tool) => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters);

    public static List<AiToolCall> CallsIn(ChatResponse response) =>
        [
            .. response
                .Messages.SelectMany(message => message.Contents)
                .OfType<FunctionCallContent>()
                .Select(call => new AiToolCall(call.CallId, call.Name, Written(call))),
        ];

    /// <summary>What cannot be read as JSON is kept as it was written, so that the model can be told.</summary>
    private static string Written(FunctionCallContent call) =>
        call.Exception is not null
            ? call.RawRepresentation as string ?? ""
            : JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), Compact);

    /// <summary>Between marks that nothing in it can close.</summary>
    private static IEnumerable<ChatMessage> Summary(AiQuestion question)
    {
        if (question.Summary is { } summary)
        {
            yield return new ChatMessage(
                ChatRole.User,
                $"{SummaryBegins}\n{summary.Replace(SummaryEnds, "", StringComparison.OrdinalIgnoreCase)}\n{SummaryEnds}"
            );
        }
    }

    private static ChatMessage Message(AiTurn turn) =>
        turn.FromContact
            ? new ChatMessage(
                ChatRole.User,
                [.. turn.Pictures.Select(picture => new DataContent(picture.Content, picture.MediaType)), new TextContent(turn.Text)]
            )
            : new ChatMessage(ChatRole.Assistant, turn.Text);

    private static IEnumerable<ChatMessage> Messages(AiRound round)
    {
        var said = new ChatMessage(ChatRole.Assistant, round.Text.Length == 0 ? [] : [new TextContent(round.Text)]);
        foreach (var call in round.Calls)
        {
            said.Contents.Add(new FunctionCallContent(call.Id, call.Name, Arguments(call)));
        }

        yield return said;
        yield return new ChatMessage(
            ChatRole.Tool,
            [.. round.Calls.Zip(round.Results, (call, result) => new FunctionResultContent(call.Id, result))]
        );
    }

    /// <summary>Providers want an object back, so what was none goes back as an empty one.</summary>
    private static Dictionary<string, object?> Arguments(AiToolCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(call.Arguments, Compact) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
