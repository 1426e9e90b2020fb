using BotStudio.Core.Settings;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Files;

/// <summary>Files in the data directory. Written beside their place first and then renamed, so that a crash leaves no half of one behind.</summary>
public sealed class DiskFileStore(IOptions<SiteOptions> site) : IFileStore
{
    private const int BufferSize = 81920;

    private readonly string folder = Path.GetFullPath(Path.Combine(site.Value.DataDirectory, "files"));

    public async Task WriteAsync(string key, Stream content, byte[] sha256, CancellationToken ct)
    {
        var path = PathOf(key);
        var unfinished = $"{path}.{Guid.CreateVersion7():n}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (
                var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize, useAsync: true)
            )
            {
                await content.CopyToAsync(file, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new FileStoreException($"The file cannot be written to disk: {e.GetType().Name}.", e);
        }
        finally
        {
            // Gone already when it was renamed.
            TryDelete(unfinished);
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true)
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new FileStoreException($"The file cannot be read from disk: {e.GetType().Name}.", e);
        }
    }

    public Task RemoveAsync(string key, CancellationToken ct)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // Then the file is not there either.
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new FileStoreException($"The file cannot be removed from disk: {e.GetType().Name}.", e);
        }

        return Task.CompletedTask;
    }

    /// <summary>Keys are made of hexadecimal digits and slashes; anything else is a bug that must not become a path.</summary>
    private string PathOf(string key) =>
        key.All(c => char.IsAsciiHexDigitLower(c) || c == '/')
            ? Path.Combine(folder, key)
            : throw new ArgumentException("The key of a file is made of ids.", nameof(key));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            // What is left behind is in nobody's way: every try has a name of its own.
        }
    }

    private static bool IsTrouble(Exception e) => e is IOException or UnauthorizedAccessException;
}
