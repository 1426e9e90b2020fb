using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>What the fake provider does with one request.</summary>
public sealed class AiReply
{
    /// <summary><c>Echo: </c> and the last user message.</summary>
    public static readonly AiReply Echo = Completion(request => "Echo: " + request.LastUserText);

    /// <summary>Takes the request and never says a word.</summary>
    public static readonly AiReply Stall = new((http, _) => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted));

    /// <summary>Half an answer, then the connection breaks.</summary>
    public static readonly AiReply Cut = new((http, _) => CutAsync(http));

    /// <summary>200 with something that is no JSON.</summary>
    public static readonly AiReply Garbage = Raw("<html>Welcome to the proxy</html>");

    /// <summary>A completion without a word in it.</summary>
    public static readonly AiReply Empty = Text("");

    private readonly Func<HttpContext, AiRequest, Task> write;

    private AiReply(Func<HttpContext, AiRequest, Task> write) => this.write = write;

    public static AiReply Text(string text, string finishReason = "stop") => Completion(_ => text, finishReason);

    /// <summary>200 with just this body.</summary>
    public static AiReply Raw(string body) => new((http, _) => http.Response.WriteAsync(body));

    /// <param name="code">As in <c>error.code</c>.</param>
    /// <param name="retryAfter">Text of the header.</param>
    public static AiReply Status(int status, string? code = null, string? retryAfter = null) =>
        new((http, _) => RefuseAsync(http, status, code, retryAfter));

    public static AiReply CallTool(string name, string arguments) =>
        new(
            (http, request) =>
                request.IsStream ? StreamToolCallAsync(http, request, name, arguments) : WriteToolCallAsync(http, request, name, arguments)
        );

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

    private static AiReply Completion(Func<AiRequest, string> text, string finishReason = "stop") =>
        new(
            (http, request) =>
                request.IsStream
                    ? StreamAsync(http, request, text(request), finishReason)
                    : http.Response.WriteAsJsonAsync(
                        Whole(request, new { role = "assistant", content = text(request) }, finishReason, text(request).Length)
                    )
        );

    private static async Task RefuseAsync(HttpContext http, int status, string? code, string? retryAfter)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter;
        var error = new
        {
            message = "The key sk-secret is wrong",
            type = "some_error",
            code,
        };
        await http.Response.WriteAsJsonAsync(new { error });
    }

    private static async Task CutAsync(HttpContext http)
    {
        http.Response.ContentLength = 1000;
        await http.Response.WriteAsync("{\"id\":\"chatcmpl-1\",\"choi");
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private static async Task StreamAsync(HttpContext http, AiRequest request, string text, string finishReason)
    {
        await EventAsync(http, Piece(request, new { role = "assistant", content = "" }));
        foreach (var piece in text.Chunk(5))
        {
            await EventAsync(http, Piece(request, new { content = new string(piece) }));
        }

        await EventAsync(http, Piece(request, new { }, finishReason, Usage(request, text.Length)));
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static Task WriteToolCallAsync(HttpContext http, AiRequest request, string name, string arguments)
    {
        var call = new
        {
            id = "call_1",
            type = "function",
            function = new { name, arguments },
        };
        var message = new
        {
            role = "assistant",
            content = (string?)null,
            tool_calls = new[] { call },
        };
        return http.Response.WriteAsJsonAsync(Whole(request, message, "tool_calls", answerChars: 0));
    }

    private static async Task StreamToolCallAsync(HttpContext http, AiRequest request, string name, string arguments)
    {
        var opening = new
        {
            index = 0,
            id = "call_1",
            type = "function",
            function = new { name, arguments = "" },
        };
        await EventAsync(http, Piece(request, new { tool_calls = new[] { opening } }));
        foreach (var piece in arguments.Chunk(3))
        {
            var more = new { index = 0, function = new { arguments = new string(piece) } };
            await EventAsync(http, Piece(request, new { tool_calls = new[] { more } }));
        }

        await EventAsync(http, Piece(request, new { }, "tool_calls"));
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task EventAsync(HttpContext http, object data)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream";
        }

        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(data)}\n\n");
        await http.Response.Body.FlushAsync();
    }

    private static object Whole(AiRequest request, object message, string finishReason, int answerChars) =>
        new
        {
            id = "chatcmpl-1",
            @object = "chat.completion",
            created = 1,
            model = request.Model + "-2026-01-01",
            choices = new[]
            {
                new
                {
                    index = 0,
                    message,
                    finish_reason = finishReason,
                },
            },
            usage = Usage(request, answerChars),
        };

    private static object Piece(AiRequest request, object delta, string? finishReason = null, object? usage = null) =>
        new
        {
            id = "chatcmpl-1",
            @object = "chat.completion.chunk",
            created = 1,
            model = request.Model,
            choices = new[]
            {
                new
                {
                    index = 0,
                    delta,
                    finish_reason = finishReason,
                },
            },
            usage,
        };

    /// <summary>A token is four characters here.</summary>
    private static object Usage(AiRequest request, int answerChars)
    {
        var (asked, answered) = (request.Messages.Sum(message => message.Text.Length) / 4, (answerChars + 3) / 4);
        return new
        {
            prompt_tokens = asked,
            completion_tokens = answered,
            total_tokens = asked + answered,
        };
    }
}
