using System.Security.Cryptography;
using BotStudio.Core.Files;

namespace BotStudio.Tests.Files;

/// <summary>What every store of files has to do.</summary>
public abstract class FileStoreContract
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    protected abstract IFileStore Store { get; }

    protected static string NewKey() => StoredFile.KeyOf(Guid.CreateVersion7(), Guid.CreateVersion7());

    protected static byte[] Content(int length = 200_000)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    [Fact]
    public async Task What_is_written_can_be_read_again()
    {
        var key = NewKey();
        var content = Content();

        await WriteAsync(key, content);

        Assert.Equal(content, await ReadAsync(key));
    }

    [Fact]
    public async Task It_can_be_read_from_any_place()
    {
        var key = NewKey();
        var content = Content();
        await WriteAsync(key, content);

        await using var stream = await Store.OpenAsync(key, Ct);
        Assert.Equal(content.Length, stream!.Length);
        stream.Seek(150_000, SeekOrigin.Begin);
        var end = new byte[50_000];
        await stream.ReadExactlyAsync(end);
        stream.Seek(10, SeekOrigin.Begin);
        var start = new byte[20];
        await stream.ReadExactlyAsync(start);

        Assert.Equal(content[150_000..], end);
        Assert.Equal(content[10..30], start);
    }

    [Fact]
    public async Task Writing_again_replaces()
    {
        var key = NewKey();
        await WriteAsync(key, Content(1000));
        await WriteAsync(key, Content(500));

        Assert.Equal(Content(500), await ReadAsync(key));
    }

    [Fact]
    public async Task What_was_never_there_is_null_and_is_removed_without_trouble()
    {
        Assert.Null(await Store.OpenAsync(NewKey(), Ct));
        await Store.RemoveAsync(NewKey(), Ct);
    }

    [Fact]
    public async Task What_is_removed_is_gone()
    {
        var key = NewKey();
        await WriteAsync(key, Content(10));

        await Store.RemoveAsync(key, Ct);

        Assert.Null(await Store.OpenAsync(key, Ct));
    }

    protected Task WriteAsync(string key, byte[] content) => Store.WriteAsync(key, new MemoryStream(content), SHA256.HashData(content), Ct);

    protected async Task<byte[]> ReadAsync(string key)
    {
        await using var stream = await Store.OpenAsync(key, Ct);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        return copy.ToArray();
    }
}
