using System.Threading.Channels;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// What a model writes, a piece at a time, when the test says so:
/// <code>
/// var pen = new AiPen();
/// ai.Next(AiReply.Written(pen));
/// pen.Write("We open ");
/// pen.End();
/// </code>
/// </summary>
public sealed class AiPen
{
    private readonly Channel<string> pieces = Channel.CreateUnbounded<string>();

    public void Write(string piece) => pieces.Writer.TryWrite(piece);

    public void End(string last = "")
    {
        if (last.Length > 0)
        {
            Write(last);
        }

        pieces.Writer.TryComplete();
    }

    /// <summary>The connection breaks.</summary>
    public void Break() => pieces.Writer.TryComplete(new IOException("The pen broke."));

    internal IAsyncEnumerable<string> ReadAsync(CancellationToken ct) => pieces.Reader.ReadAllAsync(ct);
}
