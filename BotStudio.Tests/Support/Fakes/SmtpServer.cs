using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>A mail server on loopback that keeps what it is given. It can be told to refuse: <c>smtp.Next("550 No such user")</c>.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<ReceivedMail> mails = [];
    private readonly ConcurrentQueue<string> refusals = [];
    private readonly Task accepting;

    public SmtpServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<ReceivedMail> Mails => [.. mails];

    /// <summary>How the next recipient is answered.</summary>
    public void Next(string refusal) => refusals.Enqueue(refusal);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var recipient = "";
            while (await reader.ReadLineAsync() is { } line)
            {
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "RCPT" when refusals.TryDequeue(out var refusal):
                        await writer.WriteLineAsync(refusal);
                        break;
                    case "RCPT":
                        recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                        await writer.WriteLineAsync("250 ok");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        mails.Enqueue(new ReceivedMail(recipient, await ReadDataAsync(reader)));
                        await writer.WriteLineAsync("250 ok");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
    }

    private static async Task<string> ReadDataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            data.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        }

        return data.ToString();
    }
}

/// <param name="Source">With headers, as it went over the wire.</param>
public sealed record ReceivedMail(string To, string Source)
{
    public string Subject => Header("Subject");

    /// <summary>The plain part, decoded.</summary>
    public string Text => Part("text/plain");

    public string Html => Part("text/html");

    /// <summary>The header, unfolded, its encoded words (RFC 2047) read.</summary>
    public string Header(string name)
    {
        var lines = Source.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n");
        var value = lines.Single(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
        return System.Text.RegularExpressions.Regex.Replace(
            value.Replace("?= =?", "?==?", StringComparison.Ordinal),
            @"=\?utf-8\?(?<kind>[BQ])\?(?<text>[^?]*)\?=",
            word =>
                word.Groups["kind"].Value == "B"
                    ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups["text"].Value))
                    : FromQuotedPrintable(word.Groups["text"].Value.Replace('_', ' ')),
            System.Text.RegularExpressions.RegexOptions.IgnoreCase
        );
    }

    private string Part(string type)
    {
        var begin = Source.IndexOf($"Content-Type: {type}", StringComparison.OrdinalIgnoreCase);
        var body = Source.IndexOf("\r\n\r\n", begin, StringComparison.Ordinal) + 4;
        var end = Source.IndexOf("\r\n--", body, StringComparison.Ordinal);
        var raw = Source[body..(end < 0 ? Source.Length : end)];
        return Source[begin..body].Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(raw))
            : FromQuotedPrintable(raw);
    }

    private static string FromQuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add((byte)text[i]);
            }
            else if (text[i + 1] == '\r')
            {
                i += 2;
            }
            else
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
