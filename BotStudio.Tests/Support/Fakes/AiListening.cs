using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Tests.Support.Fakes;

// Recordings and moderation, as OpenAI's package 2.15 reads them (platform.openai.com/docs/api-reference/audio and /moderations).
public sealed partial class AiServer
{
    private const string TranscriptionsPath = "/v1/audio/transcriptions";
    private const string ModerationsPath = "/v1/moderations";

    private readonly ConcurrentQueue<AiRecording> recordings = [];
    private readonly ConcurrentQueue<AiTranscript> transcripts = [];
    private readonly ConcurrentQueue<string> judged = [];

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<AiRecording> Recordings => [.. recordings];

    /// <summary>Texts that were to be judged.</summary>
    public IReadOnlyList<string> Judged => [.. judged];

    /// <summary>A text with this word in it is flagged as harassment.</summary>
    public string BadWord { get; set; } = "idiot";

    /// <summary>Answers moderation with this status until it is 200 again.</summary>
    public int ModerationStatus { get; set; } = 200;

    /// <summary>What is heard in the next recordings; without any, that they came.</summary>
    public void NextHears(params AiTranscript[] next)
    {
        foreach (var transcript in next)
        {
            transcripts.Enqueue(transcript);
        }
    }

    private async Task WriteDownAsync(HttpContext http)
    {
        if (IsRefused(http.Request))
        {
            http.Response.StatusCode = 401;
            await http.Response.WriteAsJsonAsync(OpenAiWire.Instance.Error("invalid_api_key", "Incorrect API key"));
            return;
        }

        var form = await http.Request.ReadFormAsync();
        var file = form.Files.Single();
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        var recording = new AiRecording(form["model"].ToString(), form["response_format"].ToString(), file.FileName, content.ToArray());
        recordings.Enqueue(recording);
        var transcript = transcripts.TryDequeue(out var next) ? next : new AiTranscript($"Recording of {content.Length} bytes");
        if (transcript.Status != 200)
        {
            http.Response.StatusCode = transcript.Status;
            http.Response.Headers.RetryAfter = transcript.RetryAfter;
            await http.Response.WriteAsJsonAsync(OpenAiWire.Instance.Error(transcript.Code, "No"));
            return;
        }

        await http.Response.WriteAsJsonAsync(
            recording.Format == "verbose_json"
                ? new
                {
                    task = "transcribe",
                    language = "english",
                    duration = transcript.Seconds,
                    text = transcript.Text,
                    segments = Array.Empty<object>(),
                }
                : (object)new { text = transcript.Text }
        );
    }

    private async Task JudgeAsync(HttpContext http)
    {
        var request = await AiRequest.ReadAsync(http.Request);
        var input = request.Body.GetProperty("input");
        var text = input.ValueKind == System.Text.Json.JsonValueKind.Array ? input[0].GetString()! : input.GetString()!;
        judged.Enqueue(text);
        if (ModerationStatus != 200)
        {
            http.Response.StatusCode = ModerationStatus;
            await http.Response.WriteAsJsonAsync(OpenAiWire.Instance.Error("server_error", "No"));
            return;
        }

        var isBad = text.Contains(BadWord, StringComparison.OrdinalIgnoreCase);
        string[] names =
        [
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/instructions",
            "self-harm/intent",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic",
        ];
        await http.Response.WriteAsJsonAsync(
            new
            {
                id = "modr-1",
                model = request.Model,
                results = new[]
                {
                    new
                    {
                        flagged = isBad,
                        categories = names.ToDictionary(name => name, name => isBad && name == "harassment"),
                        category_scores = names.ToDictionary(name => name, name => isBad && name == "harassment" ? 0.97 : 0.01),
                        category_applied_input_types = names.ToDictionary(name => name, _ => new[] { "text" }),
                    },
                },
            }
        );
    }
}

/// <param name="Format">response_format.</param>
public sealed record AiRecording(string Model, string Format, string FileName, byte[] Content);

/// <param name="Seconds">As the provider measures the recording.</param>
public sealed record AiTranscript(string Text, double Seconds = 5)
{
    public int Status { get; init; } = 200;

    public string? Code { get; init; }

    public string? RetryAfter { get; init; }

    public static AiTranscript Refused(int status, string? code = null, string? retryAfter = null) =>
        new("")
        {
            Status = status,
            Code = code,
            RetryAfter = retryAfter,
        };
}
