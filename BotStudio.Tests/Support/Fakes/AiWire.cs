using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>A provider's protocol: how answers, streams and errors look.</summary>
internal abstract class AiWire
{
    public abstract object Whole(AiRequest request, AiSpeech speech);

    public abstract Task StreamAsync(HttpContext http, AiRequest request, AiSpeech speech);

    /// <summary>Streams what a test writes, as it is written.</summary>
    public abstract Task StreamAsync(HttpContext http, AiRequest request, AiPen pen);

    /// <summary>The first words of a stream that goes no further.</summary>
    public abstract Task WriteBeginningAsync(HttpContext http, AiRequest request, string words);

    public abstract object Error(string? code, string message);

    /// <summary>A few letters each, and none of them cut in half: an emoji is two chars.</summary>
    protected static IEnumerable<string> PiecesOf(string text) => text.EnumerateRunes().Chunk(5).Select(runes => string.Concat(runes));

    protected static async Task EventAsync(HttpContext http, object data, string? name = null)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream";
        }

        var json = JsonSerializer.Serialize(data);
        await http.Response.WriteAsync(name is null ? $"data: {json}\n\n" : $"event: {name}\ndata: {json}\n\n");
        await http.Response.Body.FlushAsync();
    }
}

/// <summary>Chat completions (platform.openai.com/docs/api-reference/chat), as OpenAI's package 2.15 reads them.</summary>
internal sealed class OpenAiWire : AiWire
{
    public static readonly OpenAiWire Instance = new();

    public override object Whole(AiRequest request, AiSpeech speech)
    {
        object message =
            speech.Tools.Count > 0
                ? new
                {
                    role = "assistant",
                    content = speech.Text.Length > 0 ? speech.Text : null,
                    tool_calls = speech.Tools.Select(
                        (tool, index) =>
                            new
                            {
                                id = $"call_{index + 1}",
                                type = "function",
                                function = new { name = tool.Name, arguments = tool.Arguments },
                            }
                    ),
                }
                : new { role = "assistant", content = speech.Text };
        return new
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
                    finish_reason = speech.FinishReason,
                },
            },
            usage = Usage(speech.TokensOf(request)),
        };
    }

    public override async Task StreamAsync(HttpContext http, AiRequest request, AiSpeech speech)
    {
        await EventAsync(http, Piece(request, new { role = "assistant", content = "" }));
        foreach (var piece in PiecesOf(speech.Text))
        {
            await EventAsync(http, Piece(request, new { content = piece }));
        }

        foreach (var (index, (name, arguments)) in speech.Tools.Index())
        {
            await StreamToolAsync(http, request, index, name, arguments);
        }

        await EndAsync(http, request, speech.FinishReason, speech.TokensOf(request));
    }

    public override async Task StreamAsync(HttpContext http, AiRequest request, AiPen pen)
    {
        await EventAsync(http, Piece(request, new { role = "assistant", content = "" }));
        var length = 0;
        await foreach (var piece in pen.ReadAsync(http.RequestAborted))
        {
            length += piece.Length;
            await EventAsync(http, Piece(request, new { content = piece }));
        }

        await EndAsync(http, request, "stop", new AiTokens(100, 0, (length + 3) / 4));
    }

    public override Task WriteBeginningAsync(HttpContext http, AiRequest request, string words) =>
        EventAsync(http, Piece(request, new { role = "assistant", content = words }));

    public override object Error(string? code, string message) =>
        new
        {
            error = new
            {
                message,
                type = "some_error",
                code,
            },
        };

    private static async Task StreamToolAsync(HttpContext http, AiRequest request, int index, string name, string arguments)
    {
        var opening = new
        {
            index,
            id = $"call_{index + 1}",
            type = "function",
            function = new { name, arguments = "" },
        };
        await EventAsync(http, Piece(request, new { tool_calls = new[] { opening } }));
        foreach (var piece in arguments.Chunk(3))
        {
            var more = new { index, function = new { arguments = new string(piece) } };
            await EventAsync(http, Piece(request, new { tool_calls = new[] { more } }));
        }
    }

    /// <summary>What was used comes after the last choice, with none, and only to whoever asked for it.</summary>
    private static async Task EndAsync(HttpContext http, AiRequest request, string finishReason, AiTokens tokens)
    {
        await EventAsync(http, Piece(request, new { }, finishReason));
        if (
            request.Body.TryGetProperty("stream_options", out var options)
            && options.TryGetProperty("include_usage", out var isWanted)
            && isWanted.GetBoolean()
        )
        {
            await EventAsync(http, Chunk(request, [], Usage(tokens)));
        }

        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static object Piece(AiRequest request, object delta, string? finishReason = null) =>
        Chunk(
            request,
            [
                new
                {
                    index = 0,
                    delta,
                    finish_reason = finishReason,
                },
            ],
            usage: null
        );

    private static object Chunk(AiRequest request, object[] choices, object? usage) =>
        new
        {
            id = "chatcmpl-1",
            @object = "chat.completion.chunk",
            created = 1,
            model = request.Model + "-2026-01-01",
            choices,
            usage,
        };

    private static object Usage(AiTokens tokens) =>
        new
        {
            prompt_tokens = tokens.In,
            completion_tokens = tokens.Out,
            total_tokens = tokens.In + tokens.Out,
            prompt_tokens_details = new { cached_tokens = tokens.Cached },
        };
}

/// <summary>Messages (docs.claude.com/en/api/messages), as Anthropic's package 13.11 reads them: cached tokens are counted beside the input.</summary>
internal sealed class AnthropicWire : AiWire
{
    public static readonly AnthropicWire Instance = new();

    public override object Whole(AiRequest request, AiSpeech speech)
    {
        IEnumerable<object> said = speech.Text.Length > 0 ? [new { type = "text", text = speech.Text }] : [];
        var called = speech.Tools.Select(
            (tool, index) =>
                (object)
                    new
                    {
                        type = "tool_use",
                        id = $"toolu_{index + 1}",
                        name = tool.Name,
                        input = JsonDocument.Parse(tool.Arguments).RootElement,
                    }
        );
        return new
        {
            id = "msg_1",
            type = "message",
            role = "assistant",
            model = request.Model + "-20260101",
            content = said.Concat(called),
            stop_reason = StopReason(speech),
            stop_sequence = (string?)null,
            usage = Usage(speech.TokensOf(request)),
        };
    }

    public override async Task StreamAsync(HttpContext http, AiRequest request, AiSpeech speech)
    {
        var tokens = speech.TokensOf(request);
        await BeginAsync(http, request, tokens);
        var blocks = speech.Tools.Select(
            (tool, index) =>
                (
                    Block: (object)
                        new
                        {
                            type = "tool_use",
                            id = $"toolu_{index + 1}",
                            name = tool.Name,
                            input = new { },
                        },
                    Pieces: tool.Arguments,
                    IsTool: true
                )
        );
        if (speech.Text.Length > 0 || speech.Tools.Count == 0)
        {
            blocks = blocks.Prepend((new { type = "text", text = "" }, speech.Text, false));
        }

        foreach (var (index, (block, pieces, isTool)) in blocks.Index())
        {
            await EventAsync(
                http,
                new
                {
                    type = "content_block_start",
                    index,
                    content_block = block,
                },
                "content_block_start"
            );
            foreach (var piece in PiecesOf(pieces))
            {
                await DeltaAsync(http, piece, isTool, index);
            }

            await EventAsync(http, new { type = "content_block_stop", index }, "content_block_stop");
        }

        await EndAsync(http, StopReason(speech), tokens.Out);
    }

    public override async Task StreamAsync(HttpContext http, AiRequest request, AiPen pen)
    {
        await WriteBeginningAsync(http, request, "");
        var length = 0;
        await foreach (var piece in pen.ReadAsync(http.RequestAborted))
        {
            length += piece.Length;
            await DeltaAsync(http, piece, isTool: false);
        }

        await EndAsync(http, "end_turn", (length + 3) / 4, openBlock: 0);
    }

    public override async Task WriteBeginningAsync(HttpContext http, AiRequest request, string words)
    {
        await BeginAsync(http, request, new AiTokens(1, 0, 1));
        await EventAsync(
            http,
            new
            {
                type = "content_block_start",
                index = 0,
                content_block = new { type = "text", text = "" },
            },
            "content_block_start"
        );
        await DeltaAsync(http, words, isTool: false);
    }

    public override object Error(string? code, string message) =>
        new { type = "error", error = new { type = code ?? "api_error", message } };

    private static Task BeginAsync(HttpContext http, AiRequest request, AiTokens tokens) =>
        EventAsync(
            http,
            new
            {
                type = "message_start",
                message = new
                {
                    id = "msg_1",
                    type = "message",
                    role = "assistant",
                    model = request.Model + "-20260101",
                    content = Array.Empty<object>(),
                    stop_reason = (string?)null,
                    stop_sequence = (string?)null,
                    usage = Usage(tokens with { Out = 1 }),
                },
            },
            "message_start"
        );

    /// <param name="openBlock">The block that is still open; null when all are closed.</param>
    private static async Task EndAsync(HttpContext http, string stopReason, int tokensOut, int? openBlock = null)
    {
        if (openBlock is { } index)
        {
            await EventAsync(http, new { type = "content_block_stop", index }, "content_block_stop");
        }

        var end = new { stop_reason = stopReason, stop_sequence = (string?)null };
        await EventAsync(
            http,
            new
            {
                type = "message_delta",
                delta = end,
                usage = new { output_tokens = tokensOut },
            },
            "message_delta"
        );
        await EventAsync(http, new { type = "message_stop" }, "message_stop");
    }

    private static Task DeltaAsync(HttpContext http, string piece, bool isTool, int index = 0) =>
        EventAsync(
            http,
            new
            {
                type = "content_block_delta",
                index,
                delta = isTool
                    ? (object)new { type = "input_json_delta", partial_json = piece }
                    : new { type = "text_delta", text = piece },
            },
            "content_block_delta"
        );

    private static string StopReason(AiSpeech speech) =>
        speech.FinishReason switch
        {
            "length" => "max_tokens",
            "content_filter" => "refusal",
            "tool_calls" => "tool_use",
            _ => "end_turn",
        };

    private static object Usage(AiTokens tokens) =>
        new
        {
            input_tokens = tokens.In - tokens.Cached,
            cache_creation_input_tokens = 0,
            cache_read_input_tokens = tokens.Cached,
            output_tokens = tokens.Out,
        };
}
