using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using OpenAiFinishReason = OpenAI.Chat.ChatFinishReason;

namespace BotStudio.Core.Ai.Providers;

/// <summary>Reads a whole answer of OpenAI's package.</summary>
internal static class OpenAiResponse
{
    public static ChatResponse Read(ChatCompletion completion)
    {
        var message = new AiMessage(ChatRole.Assistant, []) { MessageId = completion.Id };
        foreach (var part in completion.Content)
        {
            if (part.Text is { Length: > 0 } text)
            {
                message.Contents.Add(new TextContent(text));
            }
        }

        foreach (var call in completion.ToolCalls)
        {
            message.Contents.Add(ToolCall(call.Id, call.FunctionName, call.FunctionArguments.ToString()));
        }

        return new ChatResponse(message)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = FinishReason(completion.FinishReason),
            Usage = completion.Usage is { } usage ? Usage(usage) : null,
        };
    }

    public static AiFinishReason FinishReason(OpenAiFinishReason reason) =>
        reason switch
        {
            OpenAiFinishReason.Length => AiFinishReason.Length,
            OpenAiFinishReason.ContentFilter => AiFinishReason.ContentFilter,
            OpenAiFinishReason.ToolCalls or OpenAiFinishReason.FunctionCall => AiFinishReason.ToolCalls,
            _ => AiFinishReason.Stop,
        };

    public static UsageDetails Usage(ChatTokenUsage usage) =>
        new()
        {
            InputTokenCount = usage.InputTokenCount,
            OutputTokenCount = usage.OutputTokenCount,
            TotalTokenCount = usage.TotalTokenCount,
            CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
            ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
        };

    /// <summary>Models now and then write arguments that are no JSON; the caller then finds the reason in the content's Exception.</summary>
    public static FunctionCallContent ToolCall(string id, string name, string arguments)
    {
        var call = FunctionCallContent.CreateFromParsedArguments(
            arguments.Length == 0 ? "{}" : arguments,
            id,
            name,
            json => JsonSerializer.Deserialize<Dictionary<string, object?>>(json, AIJsonUtilities.DefaultOptions)
        );
        call.RawRepresentation = arguments;
        return call;
    }
}

/// <summary>Reads an answer piece by piece; the pieces of a tool call are kept until it is whole.</summary>
internal sealed class OpenAiStream
{
    private readonly SortedDictionary<int, PartialCall> calls = [];

    public ChatResponseUpdate Read(StreamingChatCompletionUpdate piece)
    {
        var update = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ResponseId = piece.CompletionId,
            MessageId = piece.CompletionId,
            ModelId = piece.Model,
            CreatedAt = piece.CreatedAt,
            FinishReason = piece.FinishReason is { } reason ? OpenAiResponse.FinishReason(reason) : null,
        };

        foreach (var part in piece.ContentUpdate)
        {
            if (part.Text is { Length: > 0 } text)
            {
                update.Contents.Add(new TextContent(text));
            }
        }

        foreach (var part in piece.ToolCallUpdates)
        {
            if (!calls.TryGetValue(part.Index, out var call))
            {
                calls[part.Index] = call = new PartialCall();
            }

            call.Id ??= part.ToolCallId;
            call.Name ??= part.FunctionName;
            call.Arguments.Append(part.FunctionArgumentsUpdate?.ToString());
        }

        if (piece.FinishReason is not null)
        {
            foreach (var call in calls.Values)
            {
                update.Contents.Add(OpenAiResponse.ToolCall(call.Id ?? "", call.Name ?? "", call.Arguments.ToString()));
            }

            calls.Clear();
        }

        if (piece.Usage is { } usage)
        {
            update.Contents.Add(new UsageContent(OpenAiResponse.Usage(usage)));
        }

        return update;
    }

    private sealed class PartialCall
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
