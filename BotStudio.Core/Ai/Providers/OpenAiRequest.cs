using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace BotStudio.Core.Ai.Providers;

/// <summary>Puts a question into the words of OpenAI's package.</summary>
internal sealed class OpenAiRequest(Uri endpoint)
{
    /// <summary>
    /// OpenAI wants <c>max_completion_tokens</c> and its newer models refuse <c>max_tokens</c>; many compatible servers know the old name only.
    /// </summary>
    private readonly bool takesNewTokenLimit =
        endpoint.Host.EndsWith("openai.com", StringComparison.OrdinalIgnoreCase)
        || endpoint.Host.EndsWith("azure.com", StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<OpenAI.Chat.ChatMessage> Messages(IEnumerable<AiMessage> messages) => messages.SelectMany(Message).ToList();

    public ChatCompletionOptions Options(ChatOptions? options)
    {
        var result = new ChatCompletionOptions { Temperature = options?.Temperature, TopP = options?.TopP };
        if (options is null)
        {
            return result;
        }

        LimitOutput(result, options.MaxOutputTokens);
        foreach (var stop in options.StopSequences ?? [])
        {
            result.StopSequences.Add(stop);
        }

        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>())
        {
            result.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (result.Tools.Count > 0 && options.ToolMode is NoneChatToolMode)
        {
            result.ToolChoice = ChatToolChoice.CreateNoneChoice();
        }

        return result;
    }

    private void LimitOutput(ChatCompletionOptions result, int? maxOutputTokens)
    {
        if (takesNewTokenLimit || maxOutputTokens is null)
        {
            result.MaxOutputTokenCount = maxOutputTokens;
            return;
        }

#pragma warning disable SCME0001 // The package offers no other way to a field it does not know.
        result.Patch.Set("$.max_tokens"u8, maxOutputTokens.Value);
#pragma warning restore SCME0001
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Message(AiMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            return [new SystemChatMessage(message.Text)];
        }

        if (message.Role == ChatRole.Assistant)
        {
            return [Assistant(message)];
        }

        if (message.Role == ChatRole.Tool)
        {
            return message
                .Contents.OfType<FunctionResultContent>()
                .Select(result => new ToolChatMessage(result.CallId, Json(result.Result)));
        }

        return [User(message)];
    }

    private static UserChatMessage User(AiMessage message)
    {
        var pictures = message.Contents.OfType<DataContent>().ToList();
        return pictures.Count == 0
            ? new UserChatMessage(message.Text)
            : new UserChatMessage([
                .. pictures.Select(picture =>
                    ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(picture.Data), picture.MediaType)
                ),
                ChatMessageContentPart.CreateTextPart(message.Text),
            ]);
    }

    private static AssistantChatMessage Assistant(AiMessage message)
    {
        var calls = message
            .Contents.OfType<FunctionCallContent>()
            .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(Json(call.Arguments))))
            .ToList();
        if (calls.Count == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var result = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            result.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return result;
    }

    /// <summary>A text goes as it is, everything else as JSON.</summary>
    private static string Json(object? value) =>
        value switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
            _ => JsonSerializer.Serialize(value, QuestionMessages.Compact),
        };
}
