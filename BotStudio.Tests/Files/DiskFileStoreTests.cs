using System.Security.Cryptography;
using BotStudio.Core.Files;
using BotStudio.Core.Settings;
using Microsoft.Extensions.Options;

namespace BotStudio.Tests.Files;

public sealed class DiskFileStoreTests : FileStoreContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("botstudio-disk-");

    protected override IFileStore Store => new DiskFileStore(Options.Create(new SiteOptions { DataDirectory = folder.FullName }));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_write_that_breaks_leaves_nothing_behind_and_what_was_there_as_it_was()
    {
        var key = NewKey();
        await WriteAsync(key, Content(100));

        await Assert.ThrowsAsync<FileStoreException>(() => Store.WriteAsync(key, new Breaking(), SHA256.HashData([]), default));

        Assert.Equal(Content(100), await ReadAsync(key));
        Assert.Single(folder.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd ")]
    [InlineData("A")]
    public async Task A_key_that_is_not_made_of_ids_is_no_path(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(key, default));

    private sealed class Breaking : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            Task.FromException(new IOException("broken"));
    }
}
