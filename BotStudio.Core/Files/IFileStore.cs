namespace BotStudio.Core.Files;

/// <summary>Keeps bytes under keys that the product makes up (<see cref="StoredFile.Key"/>): on disk, or in a bucket.</summary>
public interface IFileStore
{
    /// <summary>All of it or, when it throws, nothing. Writing a key again replaces what was there.</summary>
    /// <param name="content">Can be read again from its beginning.</param>
    /// <param name="sha256">Of the content; a bucket checks what arrives by it.</param>
    /// <exception cref="FileStoreException">The store is away or refuses.</exception>
    Task WriteAsync(string key, Stream content, byte[] sha256, CancellationToken ct);

    /// <summary>The content, which can be read from any place; null when there is none.</summary>
    /// <exception cref="FileStoreException">The store is away or refuses.</exception>
    Task<Stream?> OpenAsync(string key, CancellationToken ct);

    /// <summary>What is not there is removed already.</summary>
    /// <exception cref="FileStoreException">The store is away or refuses.</exception>
    Task RemoveAsync(string key, CancellationToken ct);
}

/// <summary>The store is away or refuses. The message holds no secret.</summary>
public sealed class FileStoreException(string message, Exception? inner = null) : Exception(message, inner);
