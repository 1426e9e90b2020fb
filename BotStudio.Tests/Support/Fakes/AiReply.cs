using System.Text;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>What the fake provider does with one request, in the protocol that it came in.</summary>
public sealed class AiReply
{
    /// <summary><c>Echo: </c> and the last user message.</summary>
    public static readonly AiReply Echo = Speech(request => new AiSpeech("Echo: " + request.LastUserText));

    /// <summary>Takes the request and never says a word.</summary>
    public static readonly AiReply Stall = new((http, _) => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted));

    /// <summary>Half an answer, then the connection breaks.</summary>
    public static readonly AiReply Cut = new((http, _) => CutAsync(http));

    /// <summary>A stream that breaks off after its first words.</summary>
    public static readonly AiReply CutStream = new(
        async (http, request) =>
        {
            await Wire(request).WriteBeginningAsync(http, request, "We op");
            http.Abort();
        }
    );

    /// <summary>A stream with something in it that is no event of theirs, such as the page of a proxy.</summary>
    public static readonly AiReply GarbageStream = new(
        async (http, request) =>
        {
            await Wire(request).WriteBeginningAsync(http, request, "We op");
            await http.Response.WriteAsync("event: content_block_delta\ndata: <html>Bad gateway</html>\n\n");
        }
    );

    /// <summary>Writes a piece at a time as the test says; without streams it answers when all is written.</summary>
    public static AiReply Written(AiPen pen) =>
        new(
            async (http, request) =>
            {
                if (request.IsStream)
                {
                    await Wire(request).StreamAsync(http, request, pen);
                    return;
                }

                var text = new StringBuilder();
                await foreach (var piece in pen.ReadAsync(http.RequestAborted))
                {
                    text.Append(piece);
                }

                await http.Response.WriteAsJsonAsync(Wire(request).Whole(request, new AiSpeech(text.ToString())));
            }
        );

    /// <summary>200 with something that is no JSON.</summary>
    public static readonly AiReply Garbage = Raw("<html>Welcome to the proxy</html>");

    /// <summary>An answer without a word in it.</summary>
    public static readonly AiReply Empty = Text("");

    private readonly Func<HttpContext, AiRequest, Task> write;

    private AiReply(Func<HttpContext, AiRequest, Task> write) => this.write = write;

    /// <param name="finishReason">In OpenAI's words: <c>stop</c>, <c>length</c>, <c>content_filter</c>.</param>
    public static AiReply Text(string text, string finishReason = "stop") =>
        Speech(_ => new AiSpeech(text) { FinishReason = finishReason });

    /// <summary>An answer that depends on the question.</summary>
    public static AiReply Of(Func<AiRequest, string> answer) => Speech(request => new AiSpeech(answer(request)));

    /// <summary>An answer that says how many tokens it took.</summary>
    /// <param name="tokensIn">The cached ones among them.</param>
    public static AiReply Costing(int tokensIn, int tokensCached, int tokensOut, string text = "Nine euros.") =>
        Speech(_ => new AiSpeech(text) { Usage = new AiTokens(tokensIn, tokensCached, tokensOut) });

    /// <summary>200 with just this body.</summary>
    public static AiReply Raw(string body) => new((http, _) => http.Response.WriteAsync(body));

    /// <param name="code">As in <c>error.code</c>, or Anthropic's <c>error.type</c>.</param>
    /// <param name="retryAfter">Text of the header.</param>
    public static AiReply Status(int status, string? code = null, string? retryAfter = null) =>
        new(
            async (http, request) =>
            {
                http.Response.StatusCode = status;
                http.Response.Headers.RetryAfter = retryAfter;
                await http.Response.WriteAsJsonAsync(Wire(request).Error(code, "The key sk-secret is wrong"));
            }
        );

    public static AiReply CallTool(string name, string arguments) => CallTools("", (name, arguments));

    /// <param name="text">Said beside the calls.</param>
    public static AiReply CallTools(string text, params (string Name, string Arguments)[] tools) =>
        Speech(_ => new AiSpeech(text) { FinishReason = "tool_calls", Tools = tools });

    /// <summary>Answers like this one, but not before the signal.</summary>
    public AiReply After(Task signal) =>
        new(
            async (http, request) =>
            {
                await signal.WaitAsync(http.RequestAborted);
                await write(http, request);
            }
        );

    public Task WriteAsync(HttpContext http, AiRequest request) => write(http, request);

    private static AiReply Speech(Func<AiRequest, AiSpeech> speech) =>
        new(
            (http, request) =>
                request.IsStream
                    ? Wire(request).StreamAsync(http, request, speech(request))
                    : http.Response.WriteAsJsonAsync(Wire(request).Whole(request, speech(request)))
        );

    private static AiWire Wire(AiRequest request) => request.IsAnthropic ? AnthropicWire.Instance : OpenAiWire.Instance;

    private static async Task CutAsync(HttpContext http)
    {
        http.Response.ContentLength = 1000;
        await http.Response.WriteAsync("{\"id\":\"chatcmpl-1\",\"choi");
        await http.Response.Body.FlushAsync();
        http.Abort();
    }
}

/// <summary>What the model says, before it is put into a protocol.</summary>
public sealed record AiSpeech(string Text)
{
    public string FinishReason { get; init; } = "stop";

    /// <summary>Calls, in their order; none for an answer.</summary>
    public IReadOnlyList<(string Name, string Arguments)> Tools { get; init; } = [];

    /// <summary>Null counts: a token is four characters here.</summary>
    public AiTokens? Usage { get; init; }

    public AiTokens TokensOf(AiRequest request) =>
        Usage ?? new AiTokens(request.Messages.Sum(message => message.Text.Length) / 4, 0, (Text.Length + 3) / 4);
}

/// <param name="In">The cached ones among them.</param>
public sealed record AiTokens(int In, int Cached, int Out);
