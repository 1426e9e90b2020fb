using System.Security.Cryptography;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Files;

/// <summary>
/// A file on its way in: read once from wherever it comes, counted, hashed and looked at, and kept on disk meanwhile instead of in memory. Gone
/// when it is disposed of, and when the process dies.
/// </summary>
public sealed class SpooledFile : IAsyncDisposable
{
    private const int BufferSize = 81920;

    private SpooledFile(FileStream content, FileFacts facts) => (Content, Facts) = (content, facts);

    public FileFacts Facts { get; }

    /// <summary>Can be read from any place.</summary>
    public Stream Content { get; }

    /// <param name="limitBytes">Reading ends there.</param>
    /// <param name="name">What the sender calls it; may be anything.</param>
    /// <returns><c>files.too_large</c>; <c>files.empty</c>.</returns>
    public static async Task<Outcome<SpooledFile>> ReadAsync(Stream source, string? name, long limitBytes, CancellationToken ct)
    {
        var content = new FileStream(
            Path.Combine(Path.GetTempPath(), $"botstudio-{Guid.CreateVersion7():n}"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            BufferSize,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[BufferSize];
            for (int count; (count = await source.ReadAsync(buffer, ct)) > 0; )
            {
                if (content.Length + count > limitBytes)
                {
                    await content.DisposeAsync();
                    return TooLarge(limitBytes);
                }

                hash.AppendData(buffer, 0, count);
                await content.WriteAsync(buffer.AsMemory(0, count), ct);
                await content.FlushAsync(ct);
            }

            if (content.Length == 0)
            {
                await content.DisposeAsync();
                return new Problem("files.empty");
            }

            content.Position = 0;
            var head = buffer.AsMemory(0, FileTypes.HeadBytes);
            var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
            content.Position = 0;
            var type = FileTypes.Of(head.Span[..length], name);
            return new SpooledFile(content, new FileFacts(CleanName(name, type), type, content.Length, hash.GetHashAndReset()));
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    public static Problem TooLarge(long limitBytes) => new("files.too_large", limitBytes >> 20);

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <summary>The last part of the name, without what file systems and headers stumble over; by its type when nothing is left.</summary>
    private static string CleanName(string? name, string type)
    {
        var last = StoredText.Clean(name ?? "").Split('/', '\\')[^1];
        var clean = new string([.. last.Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or '|' or '?' or '*' or ':'))]);
        clean = clean.Trim(' ', '.');
        return clean.Length > 0 ? Shortened(clean) : "file" + FileTypes.EndingOf(type);
    }

    private static string Shortened(string name)
    {
        if (name.Length <= StoredFile.MaxNameLength)
        {
            return name;
        }

        var ending = Path.GetExtension(name) is { Length: <= 10 } usual ? usual : "";
        return StoredText.Cut(name, StoredFile.MaxNameLength - ending.Length) + ending;
    }
}
