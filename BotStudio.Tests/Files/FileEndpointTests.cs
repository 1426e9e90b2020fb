using System.Net;
using System.Net.Http.Headers;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Files;

/// <summary>The real bytes through the real product, for programs and for browsers.</summary>
public sealed class FileEndpointTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_program_uploads_a_file_and_reads_it_again()
    {
        using var user = await ApiUser.SignUpAsync(app);
        var botId = await NewBotAsync(user);

        var kept = await UploadAsync(user, botId, Pictures.Png(3, 2), "house.jpg");

        kept.AssertIs(HttpStatusCode.Created);
        Assert.Equal("image/png", kept["contentType"]!.GetValue<string>());
        Assert.Equal("house.jpg", kept["name"]!.GetValue<string>());
        var described = await user.GetAsync(kept.Location!);
        Assert.Equal(kept["sha256"]!.GetValue<string>(), described["sha256"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_picture_is_shown_in_place_and_can_run_nothing()
    {
        using var person = await app.NewPersonAsync();
        var id = await KeepAsync(person, Pictures.Png(), "ім'я.png");

        using var answer = await person.Client.GetAsync($"/app/files/{id}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("ім'я.png", answer.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.EndsWith("; sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(Pictures.Png(), await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>", "page.html", "text/plain")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "drawing.svg", "text/plain")]
    [InlineData("%PDF-1.7", "offer.pdf", "application/pdf")]
    public async Task Everything_else_is_a_download(string content, string name, string type)
    {
        using var person = await app.NewPersonAsync();
        var id = await KeepAsync(person, System.Text.Encoding.UTF8.GetBytes(content), name);

        using var answer = await person.Client.GetAsync($"/app/files/{id}");

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_player_gets_the_part_it_asks_for()
    {
        using var person = await app.NewPersonAsync();
        var content = (byte[])[.. "ID3"u8, .. new byte[5000], 7];
        var id = await KeepAsync(person, content, "song.mp3");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/app/files/{id}");
        request.Headers.Range = new RangeHeaderValue(5000, null);
        using var answer = await person.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal([0, 0, 0, 7], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("bytes 5000-5003/5004", answer.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_browser_that_has_it_gets_nothing_again()
    {
        using var person = await app.NewPersonAsync();
        var id = await KeepAsync(person, Pictures.Png(), "a.png");
        using var first = await person.Client.GetAsync($"/app/files/{id}");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/app/files/{id}");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await person.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Others_and_strangers_get_nothing()
    {
        using var person = await app.NewPersonAsync();
        var id = await KeepAsync(person, Pictures.Png(), "a.png");
        using var other = await app.NewPersonAsync();
        using var stranger = app.NewVisitor();

        using var theirs = await other.Client.GetAsync($"/app/files/{id}");
        using var nobodys = await stranger.GetAsync($"/app/files/{id}");

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, nobodys.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_a_problem_with_its_limit()
    {
        using var user = await ApiUser.SignUpAsync(app);
        var botId = await NewBotAsync(user);

        var refused = await UploadAsync(user, botId, new byte[(20 << 20) + 1], "big.bin");

        refused.AssertIs(HttpStatusCode.RequestEntityTooLarge, "files.too_large");
        Assert.Equal("The file is larger than 20 MB.", refused["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_files_of_a_deleted_bot_are_gone_from_the_store_too()
    {
        using var user = await ApiUser.SignUpAsync(app);
        var botId = await NewBotAsync(user);
        var id = (await UploadAsync(user, botId, Pictures.Png(), "a.png"))["id"]!.GetValue<Guid>();
        var store = app.Services.GetRequiredService<IFileStore>();
        var key = StoredFile.KeyOf(user.AccountId, id);
        await using (var there = await store.OpenAsync(key, default))
        {
            Assert.NotNull(there);
        }

        (await user.DeleteAsync($"/api/v1/bots/{botId}")).AssertIs(HttpStatusCode.NoContent);

        await LiveBot.UntilAsync(
            "its files are removed",
            async () =>
            {
                await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
                return !await db.StoredFiles.AnyAsync(f => f.BotId == botId);
            }
        );
        Assert.Null(await store.OpenAsync(key, default));
    }

    /// <summary>Keeps a file in the account of somebody who is signed in.</summary>
    private async Task<Guid> KeepAsync(SignedUpPerson person, byte[] content, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await using (var db = services.GetRequiredService<PlatformDb>().Open())
        {
            var membership = await db.Memberships.SingleAsync(m => m.UserId == person.UserId);
            services.GetRequiredService<CurrentAccount>().Set(membership.AccountId, person.UserId, membership.Role);
        }

        var bot = (await services.GetRequiredService<CreateBot>().RunAsync(A.Document(), default)).Value;
        var file = new NewFile(new MemoryStream(content), name);
        return (await services.GetRequiredService<KeepFile>().RunAsync(bot, file, default)).Value!.Id;
    }

    private static Task<ApiAnswer> UploadAsync(ApiUser user, Guid botId, byte[] content, string name) =>
        user.PostAsync(
            $"/api/v1/bots/{botId}/files",
            (Func<HttpContent>)(() => new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } })
        );

    private static async Task<Guid> NewBotAsync(ApiUser user)
    {
        var made = await user.PostAsync("/api/v1/bots", new { Name = "Shop", Language = "en" });
        made.AssertIs(HttpStatusCode.Created);
        return made["id"]!.GetValue<Guid>();
    }
}
