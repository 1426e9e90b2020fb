using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Files;

/// <summary>
/// Files in a bucket of Amazon S3 or of anything that speaks its protocol. The bucket is named in the path, which every such service takes.
/// </summary>
public sealed class S3FileStore : IFileStore, IDisposable
{
    private const int MaxTries = 3;
    private const int LargestErrorChars = 4096;
    private const string CodeStart = "<Code>";
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    );
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(2);

    private readonly HttpClient http;
    private readonly string root;
    private readonly S3Signature signature;
    private readonly TimeProvider clock;

    public S3FileStore(IOptions<S3Options> options, TimeProvider clock)
    {
        var settings = options.Value;
        this.clock = clock;
        root = $"{settings.Endpoint!.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(settings.Bucket!)}/";
        signature = new S3Signature(settings.AccessKey!, settings.SecretKey!, settings.Region);
        http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = AnswerWithin,
        };
    }

    public async Task WriteAsync(string key, Stream content, byte[] sha256, CancellationToken ct)
    {
        using var answer = await SendAsync(
            () =>
            {
                content.Position = 0;
                var request = Request(HttpMethod.Put, key);
                request.Content = new StreamContent(new KeptOpen(content));
                request.Content.Headers.ContentLength = content.Length;
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                return request;
            },
            Convert.ToHexStringLower(sha256),
            ct
        );
        await ExpectAsync(answer, answer.IsSuccessStatusCode, ct);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken ct)
    {
        using var answer = await SendAsync(() => Request(HttpMethod.Head, key), S3Signature.EmptyContent, ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await ExpectAsync(answer, answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength is not null, ct);
        return new RemoteStream(this, key, answer.Content.Headers.ContentLength!.Value);
    }

    public async Task RemoveAsync(string key, CancellationToken ct)
    {
        using var answer = await SendAsync(() => Request(HttpMethod.Delete, key), S3Signature.EmptyContent, ct);
        await ExpectAsync(answer, answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound, ct);
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string key) => new(method, root + key);

    /// <summary>Asks again when the service is busy or the line broke; the answer is read as it comes.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, string contentHash, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            signature.Sign(request, contentHash, clock.GetUtcNow());
            try
            {
                var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                if ((int)answer.StatusCode < 500 || attempt == MaxTries)
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (Exception e) when (IsTrouble(e) && !ct.IsCancellationRequested)
            {
                if (attempt == MaxTries)
                {
                    throw new FileStoreException("The file store does not answer.", e);
                }
            }

            await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), clock, ct);
        }
    }

    private static async Task ExpectAsync(HttpResponseMessage answer, bool isRight, CancellationToken ct)
    {
        if (!isRight)
        {
            var code = await CodeAsync(answer, ct);
            throw new FileStoreException(
                string.Create(CultureInfo.InvariantCulture, $"The file store answers {(int)answer.StatusCode}{code}.")
            );
        }
    }

    /// <summary>" (SignatureDoesNotMatch)": the code in the XML of an error, or nothing.</summary>
    private static async Task<string> CodeAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
            var text = new char[LargestErrorChars];
            var length = await reader.ReadBlockAsync(text, ct);
            var xml = text.AsSpan(0, length);
            var start = xml.IndexOf(CodeStart);
            var end = start < 0 ? -1 : xml[(start + CodeStart.Length)..].IndexOf('<');
            return end is > 0 and < 60 && !xml.Slice(start + CodeStart.Length, end).ContainsAnyExcept(Letters)
                ? $" ({xml.Slice(start + CodeStart.Length, end)})"
                : "";
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return "";
        }
    }

    private static bool IsTrouble(Exception e) => e is HttpRequestException or IOException or TaskCanceledException;

    /// <summary>The request disposes of what it sends; the caller still needs it for the next try.</summary>
    private sealed class KeptOpen(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Begins to download where it is first read, so that a part of a file costs only that part.</summary>
    private sealed class RemoteStream(S3FileStore store, string key, long length) : Stream
    {
        private HttpResponseMessage? answer;
        private Stream? body;
        private long position;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;

        public override long Position
        {
            get => position;
            set => Seek(value, SeekOrigin.Begin);
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            var wanted = origin switch
            {
                SeekOrigin.Begin => offset,
                SeekOrigin.Current => position + offset,
                _ => length + offset,
            };
            if (wanted != position)
            {
                Close(answer, body);
                (answer, body) = (null, null);
                position = wanted;
            }

            return position;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (position >= length)
            {
                return 0;
            }

            body ??= await BeginAsync(cancellationToken);
            var count = await body.ReadAsync(buffer, cancellationToken);
            position += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("A remote file is read asynchronously.");

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Close(answer, body);
            }

            base.Dispose(disposing);
        }

        private async Task<Stream> BeginAsync(CancellationToken ct)
        {
            var from = position;
            answer = await store.SendAsync(
                () =>
                {
                    var request = store.Request(HttpMethod.Get, key);
                    if (from > 0)
                    {
                        request.Headers.Range = new RangeHeaderValue(from, null);
                    }

                    return request;
                },
                S3Signature.EmptyContent,
                ct
            );
            await ExpectAsync(answer, answer.StatusCode == (from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK), ct);
            return await answer.Content.ReadAsStreamAsync(ct);
        }

        private static void Close(HttpResponseMessage? answer, Stream? body)
        {
            body?.Dispose();
            answer?.Dispose();
        }
    }
}
