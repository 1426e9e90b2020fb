using System.Text;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Files;

public sealed class KeepFileTests(KeepFileTests.SmallFiles acts) : ActTest(acts), IClassFixture<KeepFileTests.SmallFiles>
{
    private Guid botId;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        botId = (await Run((CreateBot act) => act.RunAsync(A.Document(), Ct))).Value;
    }

    [Fact]
    public async Task A_kept_file_opens_with_what_it_is()
    {
        var kept = await KeepAsync(Pictures.Png(), "../../etc/me at the sea.png");

        Assert.Equal("me at the sea.png", kept.Value!.Name);
        Assert.Equal("image/png", kept.Value.ContentType);
        Assert.Equal(Pictures.Png(), await ContentOfAsync(kept.Value.Id));
    }

    [Theory]
    [InlineData(null, "file.png")]
    [InlineData("", "file.png")]
    [InlineData("C:\\temp\\a<b>\"c\".png", "abc.png")]
    [InlineData("..", "file.png")]
    public async Task A_name_has_no_path_and_nothing_that_file_systems_stumble_over(string? name, string kept) =>
        Assert.Equal(kept, (await KeepAsync(Pictures.Png(), name)).Value!.Name);

    [Fact]
    public async Task A_long_name_keeps_its_ending()
    {
        var name = (await KeepAsync(Pictures.Png(), new string('ї', 500) + ".png")).Value!.Name;

        Assert.Equal(StoredFile.MaxNameLength, name.Length);
        Assert.EndsWith("ї.png", name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_and_nothing_of_it_is_kept()
    {
        var kept = await KeepAsync(new byte[(1 << 20) + 1], "big.bin");

        Assert.Equal(new Problem("files.too_large", 1L), kept.Problem);
        await using var db = OpenDatabase();
        Assert.False(await db.StoredFiles.AnyAsync(f => f.BotId == botId));
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_is_kept() => Assert.True((await KeepAsync(new byte[1 << 20], "big.bin")).Succeeded);

    [Fact]
    public async Task An_empty_file_is_refused() => Assert.Equal("files.empty", (await KeepAsync([], "nothing")).Problem?.Code);

    [Fact]
    public async Task The_same_id_again_replaces_what_was_kept()
    {
        var id = Guid.CreateVersion7();
        await KeepAsync("one"u8.ToArray(), "a.txt", id);
        await KeepAsync("another"u8.ToArray(), "b.txt", id);

        Assert.Equal("another", Encoding.UTF8.GetString(await ContentOfAsync(id)));
        await using var db = OpenDatabase();
        Assert.Equal("b.txt", (await db.StoredFiles.SingleAsync(f => f.Id == id)).Name);
    }

    [Fact]
    public async Task Another_account_can_neither_keep_for_the_bot_nor_open()
    {
        var id = (await KeepAsync(Pictures.Png(), "a.png")).Value!.Id;
        var stranger = await Given(new Account("Stranger", Clock.Now));

        var opened = await RunIn(stranger.Id, (OpenFile act) => act.RunAsync(id, Ct));
        var kept = await RunIn(stranger.Id, (KeepFile act) => act.RunAsync(botId, new NewFile(new MemoryStream([1]), null), Ct));

        Assert.Equal(Problem.NotFound, opened.Problem);
        Assert.Equal(Problem.NotFound, kept.Problem);
    }

    [Fact]
    public async Task A_viewer_uploads_nothing()
    {
        var file = new NewFile(new MemoryStream([1]), null);
        Assert.Equal(Problem.Forbidden, (await Run((UploadFile act) => act.RunAsync(botId, file, Ct), Role.Viewer)).Problem);
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_and_leaves_no_row()
    {
        acts.Store.IsAway = true;
        try
        {
            Assert.Equal("files.unavailable", (await KeepAsync(Pictures.Png(), "a.png")).Problem?.Code);
        }
        finally
        {
            acts.Store.IsAway = false;
        }

        await using var db = OpenDatabase();
        Assert.False(await db.StoredFiles.AnyAsync(f => f.BotId == botId));
    }

    private Task<Outcome<StoredFile>> KeepAsync(byte[] content, string? name, Guid? id = null) =>
        Run((KeepFile act) => act.RunAsync(botId, new NewFile(new MemoryStream(content), name) { Id = id }, Ct));

    private async Task<byte[]> ContentOfAsync(Guid id)
    {
        var opened = await Run((OpenFile act) => act.RunAsync(id, Ct));
        await using var content = opened.Value!.Content;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>One megabyte a file, in a store that can be away.</summary>
    public sealed class SmallFiles : Acts
    {
        public AwayStore Store { get; } = new();

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Files:MaxSizeMegabytes"] = "1" };

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Store.Inner = ActivatorUtilities.CreateInstance<DiskFileStore>(Services);
        }

        protected override void Configure(IServiceCollection services) => services.AddSingleton<IFileStore>(Store);
    }

    public sealed class AwayStore : IFileStore
    {
        public IFileStore Inner { get; set; } = null!;

        public bool IsAway { get; set; }

        public Task WriteAsync(string key, Stream content, byte[] sha256, CancellationToken ct) =>
            IsAway ? throw new FileStoreException("away") : Inner.WriteAsync(key, content, sha256, ct);

        public Task<Stream?> OpenAsync(string key, CancellationToken ct) => Inner.OpenAsync(key, ct);

        public Task RemoveAsync(string key, CancellationToken ct) => Inner.RemoveAsync(key, ct);
    }
}
