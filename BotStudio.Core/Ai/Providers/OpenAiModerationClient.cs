using System.ClientModel;
using System.Text.Json;

namespace BotStudio.Core.Ai.Providers;

/// <summary>OpenAI's moderation, free of charge (platform.openai.com/docs/api-reference/moderations).</summary>
public sealed class OpenAiModerationClient(HttpClient http, AiEndpoint endpoint, TimeProvider clock) : IModerationClient
{
    private const string Model = "omni-moderation-latest";

    private readonly OpenAI.OpenAIClient openAi = OpenAiChatClient.Open(http, endpoint);

    public async Task<IReadOnlyList<string>> JudgeAsync(string text, CancellationToken ct)
    {
        try
        {
            var judged = await openAi.GetModerationClient(Model).ClassifyTextAsync(text, ct);
            return judged.Value.Flagged ? Categories(judged.GetRawResponse().Content) : [];
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            throw exception is ClientResultException refusal ? OpenAiFault.From(refusal, clock) : OpenAiFault.Unreachable(exception);
        }
    }

    /// <summary>The package has a property for each category it knows; new ones are in the answer only.</summary>
    private static List<string> Categories(BinaryData answer)
    {
        using var body = JsonDocument.Parse(answer);
        return
        [
            .. body
                .RootElement.GetProperty("results")[0]
                .GetProperty("categories")
                .EnumerateObject()
                .Where(category => category.Value.ValueKind == JsonValueKind.True)
                .Select(category => category.Name),
        ];
    }
}
