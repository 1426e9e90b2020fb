using System.ClientModel;
using OpenAI.Audio;

namespace BotStudio.Core.Ai.Providers;

/// <summary>OpenAI's transcriptions (platform.openai.com/docs/api-reference/audio), which others speak, too.</summary>
public sealed class OpenAiVoiceClient(HttpClient http, AiEndpoint endpoint, TimeProvider clock) : IVoiceClient
{
    private readonly OpenAI.OpenAIClient openAi = OpenAiChatClient.Open(http, endpoint);

    public async Task<HeardWords> WriteDownAsync(Stream recording, string fileName, string model, CancellationToken ct)
    {
        var options = new AudioTranscriptionOptions
        {
            // Only whisper tells how long a recording is; newer models refuse to be asked for it.
            ResponseFormat = model.StartsWith("whisper", StringComparison.OrdinalIgnoreCase)
                ? AudioTranscriptionFormat.Verbose
                : AudioTranscriptionFormat.Simple,
        };
        try
        {
            AudioTranscription heard = await openAi.GetAudioClient(model).TranscribeAudioAsync(recording, fileName, options, ct);
            return new HeardWords(heard.Text ?? "", heard.Duration);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            throw exception is ClientResultException refusal ? OpenAiFault.From(refusal, clock) : OpenAiFault.Unreachable(exception);
        }
    }
}
