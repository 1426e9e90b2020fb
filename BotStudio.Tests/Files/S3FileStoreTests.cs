using BotStudio.Core.Files;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.Options;

namespace BotStudio.Tests.Files;

public sealed class S3FileStoreTests : FileStoreContract, IAsyncLifetime
{
    private S3Server server = null!;
    private S3FileStore store = null!;

    protected override IFileStore Store => store;

    public async Task InitializeAsync()
    {
        server = await S3Server.StartAsync();
        store = Connect(S3Server.SecretKey);
    }

    public async Task DisposeAsync()
    {
        store.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_an_object_of_the_bucket()
    {
        var key = NewKey();
        await WriteAsync(key, [1, 2, 3]);

        Assert.Equal([1, 2, 3], server.Objects[key]);
    }

    [Fact]
    public async Task Reading_the_end_of_a_file_asks_only_for_the_end()
    {
        var key = NewKey();
        await WriteAsync(key, Content());
        server.Requests.Clear();

        await using var stream = await store.OpenAsync(key, default);
        stream!.Seek(-5, SeekOrigin.End);
        await stream.ReadExactlyAsync(new byte[5]);

        Assert.Equal([$"HEAD /{S3Server.Bucket}/{key}", $"GET /{S3Server.Bucket}/{key} bytes=199995-"], server.Requests);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        var key = NewKey();
        server.Next(503, 500);

        await WriteAsync(key, Content());

        Assert.Equal(Content(), server.Objects[key]);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_named()
    {
        server.Next(503, 503, 503);

        var trouble = await Assert.ThrowsAsync<FileStoreException>(() => WriteAsync(NewKey(), [1]));

        Assert.Equal("The file store answers 503 (SlowDown).", trouble.Message);
    }

    [Fact]
    public async Task A_wrong_secret_key_is_refused_and_not_shown()
    {
        using var stranger = Connect("somebody-elses-secret");

        var trouble = await Assert.ThrowsAsync<FileStoreException>(() => stranger.RemoveAsync(NewKey(), default));

        Assert.Equal("The file store answers 403 (SignatureDoesNotMatch).", trouble.Message);
        Assert.DoesNotContain("somebody", trouble.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        await server.DisposeAsync();

        var trouble = await Assert.ThrowsAsync<FileStoreException>(() => store.OpenAsync(NewKey(), default));

        Assert.Equal("The file store does not answer.", trouble.Message);
    }

    private S3FileStore Connect(string secretKey) =>
        new(
            Options.Create(
                new S3Options
                {
                    Endpoint = server.Url,
                    Bucket = S3Server.Bucket,
                    AccessKey = S3Server.AccessKey,
                    SecretKey = secretKey,
                    Region = S3Server.Region,
                }
            ),
            TimeProvider.System
        );
}
