using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Bench.Fakes;

/// <summary>Reading and answering without copies, for both fakes.</summary>
internal static class Requests
{
    /// <summary>Reads the whole body, hands it to <paramref name="read"/> and lets go of it.</summary>
    public static async ValueTask<T> ReadBodyAsync<T>(this HttpContext context, ReadBody<T> read)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
            {
                var value = read(result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                return value;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public delegate T ReadBody<T>(ReadOnlySequence<byte> body);

    /// <summary>Answers with JSON; Kestrel sends it when the handler returns.</summary>
    public static void Answer(this HttpContext context, ReadOnlySpan<byte> json, int status = StatusCodes.Status200OK)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        // Not Write(json): it asks for any length, and before the headers are out Kestrel may hand out none.
        json.CopyTo(response.BodyWriter.GetSpan(json.Length));
        response.BodyWriter.Advance(json.Length);
    }

    /// <summary>The value of a property or of a part of it as text, whatever its type.</summary>
    public static string Text(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()!
        : reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence.ToArray())
        : Encoding.UTF8.GetString(reader.ValueSpan);
}
