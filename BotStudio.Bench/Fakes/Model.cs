using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BotStudio.Bench.Load;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Bench.Fakes;

/// <summary>
/// An OpenAI-compatible model that repeats the last thing the user said, after a while. The ledger learns how long it really took, so that the
/// product's own share of an AI reply can be told exactly.
/// </summary>
internal sealed class Model(Ledger ledger) : IAsyncDisposable
{
    private LoopbackServer? server;
    private int inFlight;
    private int mostMessages;
    private long answers;

    /// <summary>Up to and with the version, as <c>OpenAI__BaseUrl</c> wants it.</summary>
    public Uri Address => new(server!.Address, "/v1");

    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Between two words of a streamed answer.</summary>
    public TimeSpan PieceEvery { get; set; }

    /// <summary>Answers being thought about now.</summary>
    public int InFlight => inFlight;

    /// <summary>Messages in the longest question so far: it shows that the history is really sent.</summary>
    public int MostMessages => mostMessages;

    public async Task StartAsync(CancellationToken ct) => server = await LoopbackServer.StartAsync(HandleAsync, ct);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        if (context.Request.Path != "/v1/chat/completions")
        {
            context.Answer("""{"error":{"message":"Unknown path","type":"invalid_request_error"}}"""u8, StatusCodes.Status404NotFound);
            return;
        }

        var question = await context.ReadBodyAsync(Question.Read);
        mostMessages = Math.Max(mostMessages, question.Messages);
        Interlocked.Increment(ref inFlight);
        try
        {
            await Task.Delay(Latency, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }

        if (question.WantsStream)
        {
            await StreamAsync(context, question, start);
            return;
        }

        ledger.ModelAnswered(question.Text, Stopwatch.GetTimestamp() - start);
        context.Answer(Completion(question));
    }

    /// <summary>Server-sent events as OpenAI sends them: a role, the pieces, why it ended, what it cost.</summary>
    private async Task StreamAsync(HttpContext context, Question question, long start)
    {
        context.Response.ContentType = "text/event-stream";
        var pieces = Answer(question).Split(' ');
        await WriteAsync(context, Event("""{"role":"assistant","content":""}""", "null"));
        ledger.ModelBegan(question.Text, Stopwatch.GetTimestamp());
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i > 0 && PieceEvery > TimeSpan.Zero)
            {
                await Task.Delay(PieceEvery, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            var text = JsonEncodedText.Encode((i == 0 ? "" : " ") + pieces[i], JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            await WriteAsync(context, Event($$"""{"content":"{{text}}"}""", "null"));
        }

        ledger.ModelAnswered(question.Text, Stopwatch.GetTimestamp() - start);
        var (asked, answered) = ((question.SizeBytes / 4) + 1, pieces.Length);
        await WriteAsync(
            context,
            Event("{}", "\"stop\"")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1800000000,"model":"bench","choices":[],"usage":{"prompt_tokens":{{{asked}}},"completion_tokens":{{{answered}}},"total_tokens":{{{asked + answered}}}}}"""
                )
                + "\n\ndata: [DONE]\n\n"
        );
    }

    private static string Event(string delta, string finishReason) =>
        $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1800000000,"model":"bench","choices":[{"index":0,"delta":{{{delta}}},"logprobs":null,"finish_reason":{{{finishReason}}}}]}"""
        + "\n\n";

    private static async Task WriteAsync(HttpContext context, string events)
    {
        await context.Response.WriteAsync(events);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>The number that the question is known by comes first, so that the first piece shows whose answer it is.</summary>
    private static string Answer(Question question) =>
        (question.Text.Split(' ').FirstOrDefault(word => word is ['q', .., 'z']) ?? "Echo") + ": " + question.Text;

    private byte[] Completion(Question question)
    {
        var text = JsonEncodedText.Encode(Answer(question), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        // About four bytes a token.
        var (asked, answered) = ((question.SizeBytes / 4) + 1, (text.EncodedUtf8Bytes.Length / 4) + 1);
        return Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"id":"chatcmpl-{{{Interlocked.Increment(ref answers)}}}","object":"chat.completion","created":1800000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{asked}}},"completion_tokens":{{{answered}}},"total_tokens":{{{asked + answered}}}}}"""
            )
        );
    }

    /// <param name="Text">What the user said last.</param>
    /// <param name="Messages">How many messages were sent, instructions and history included.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Question(string Text, int Messages, int SizeBytes, bool WantsStream)
    {
        public static Question Read(ReadOnlySequence<byte> body)
        {
            var (text, messages, wantsStream) = ("", 0, false);
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("messages"u8))
                {
                    reader.Read();
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        messages++;
                        text = ReadUserText(ref reader) ?? text;
                    }
                }
                else
                {
                    var isStream = reader.ValueTextEquals("stream"u8);
                    reader.Read();
                    wantsStream |= isStream && reader.TokenType == JsonTokenType.True;
                    reader.Skip();
                }
            }

            return new Question(text, messages, (int)body.Length, wantsStream);
        }

        /// <summary>The message's text, or null when somebody else than the user said it.</summary>
        private static string? ReadUserText(ref Utf8JsonReader reader)
        {
            var (isUser, text) = (false, "");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("role"u8))
                {
                    reader.Read();
                    isUser = reader.ValueTextEquals("user"u8);
                }
                else if (reader.ValueTextEquals("content"u8))
                {
                    reader.Read();
                    text = ReadContent(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return isUser ? text : null;
        }

        /// <summary>A string, or a list of parts with a text in each.</summary>
        private static string ReadContent(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return reader.Text();
            }

            var text = "";
            for (var depth = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > depth; )
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8))
                {
                    reader.Read();
                    text += reader.Text();
                }
            }

            return text;
        }
    }
}
