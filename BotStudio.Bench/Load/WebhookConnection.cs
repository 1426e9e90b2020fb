using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace BotStudio.Bench.Load;

/// <summary>
/// One keep-alive connection, one request at a time. HTTP/1.1 by hand, because the load shares the machine with what is measured and
/// HttpClient costs several times as much.
/// </summary>
internal sealed class WebhookConnection(IPEndPoint server) : IDisposable
{
    private readonly byte[] received = new byte[16 * 1024];
    private Socket? socket;

    /// <exception cref="SocketException">Nobody listens, or the connection broke.</exception>
    /// <exception cref="IOException">It ended before the answer, or the answer is not HTTP.</exception>
    public async ValueTask<WebhookAnswer> PostAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            socket ??= await ConnectAsync();
            while (!request.IsEmpty)
            {
                request = request[await socket.SendAsync(request)..];
            }

            return await ReceiveAsync(socket);
        }
        catch
        {
            Close();
            throw;
        }
    }

    public void Dispose() => Close();

    private async Task<Socket> ConnectAsync()
    {
        var connecting = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await connecting.ConnectAsync(server);
            return connecting;
        }
        catch
        {
            connecting.Dispose();
            throw;
        }
    }

    private async ValueTask<WebhookAnswer> ReceiveAsync(Socket from)
    {
        var length = 0;
        while (true)
        {
            var count = await from.ReceiveAsync(received.AsMemory(length));
            if (count == 0)
            {
                throw new IOException("The connection ended.");
            }

            length += count;
            if (Read(received.AsSpan(0, length)) is { } answer)
            {
                if (answer.IsLast)
                {
                    Close();
                }

                return answer;
            }

            if (length == received.Length)
            {
                throw new IOException("The answer is too long.");
            }
        }
    }

    /// <summary>The answer when all of it is there, else null.</summary>
    private static WebhookAnswer? Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var lines = bytes[..end];
        if (!lines.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(lines[9..], out int status, out _))
        {
            throw new IOException("The answer is not HTTP.");
        }

        var body = bytes[(end + 4)..];
        var isWhole = Header(lines, "Transfer-Encoding"u8).IsEmpty
            ? body.Length >= Number(Header(lines, "Content-Length"u8))
            : body.EndsWith("0\r\n\r\n"u8);
        return isWhole
            ? new WebhookAnswer(status, Number(Header(lines, "Retry-After"u8)), Header(lines, "Connection"u8).SequenceEqual("close"u8))
            : null;
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> name)
    {
        foreach (var range in lines.Split("\r\n"u8))
        {
            var line = lines[range];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return line[(name.Length + 1)..].Trim((byte)' ');
            }
        }

        return default;
    }

    private static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) ? number : 0;

    private void Close()
    {
        socket?.Dispose();
        socket = null;
    }
}

/// <param name="RetryAfterSeconds">0 when the product does not say.</param>
/// <param name="IsLast">The product closes the connection after it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WebhookAnswer(int Status, int RetryAfterSeconds, bool IsLast)
{
    public bool IsAccepted => Status is >= 200 and < 300;
}
