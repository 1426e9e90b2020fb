using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Files;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Bots;

/// <summary>What a bot brings along: its pictures and documents, and what it must not.</summary>
public sealed class ImportBotTests(KeepFileTests.SmallFiles acts) : ActTest(acts), IClassFixture<KeepFileTests.SmallFiles>
{
    private Guid botId;
    private Guid pictureId;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        acts.Store.IsAway = false;
        botId = (await Run((CreateBot act) => act.RunAsync(A.Document(), Ct))).Value;
        pictureId = (await Run((KeepFile act) => act.RunAsync(botId, new NewFile(new MemoryStream(Pictures.Png()), "menu.png"), Ct)))
            .Value!
            .Id;
        await Run((SaveDraft act) => act.RunAsync(botId, A.Document(Showing(pictureId)), 1, Ct));
    }

    [Fact]
    public async Task Pictures_travel_into_another_account()
    {
        var file = BotExport.Parse((await Run((ExportBot act) => act.RunAsync(botId, null, Ct))).Value!.Write()).Value!;
        var other = await Given(new Account("Other", Clock.Now));

        var imported = await RunIn(other.Id, (ImportBot act) => act.RunAsync(file, PartIds.Keep, null, Ct));

        Assert.Equal(("menu.png", "image/png"), (file.Files.Single().Name, file.Files.Single().ContentType));
        var draft = (await RunIn(other.Id, (OpenDraft act) => act.RunAsync(imported.Value, Ct))).Value!.Document;
        var shown = PictureOf(draft)!.Value;
        Assert.NotEqual(pictureId, shown);
        await using var opened = (await RunIn(other.Id, (OpenFile act) => act.RunAsync(shown, Ct))).Value!.Content;
        Assert.Equal(Pictures.Png(), await ReadAsync(opened));
    }

    [Fact]
    public async Task A_duplicate_has_pictures_of_its_own()
    {
        var copy = (await Run((DuplicateBot act) => act.RunAsync(botId, null, Ct))).Value;

        var shown = PictureOf((await Run((OpenDraft act) => act.RunAsync(copy, Ct))).Value!.Document)!.Value;
        await using var db = OpenDatabase();
        Assert.Equal(copy, (await db.StoredFiles.SingleAsync(f => f.Id == shown)).BotId);
    }

    [Fact]
    public async Task When_a_file_cannot_be_kept_nothing_of_the_bot_is_there()
    {
        var file = (await Run((ExportBot act) => act.RunAsync(botId, null, Ct))).Value!;
        acts.Store.IsAway = true;

        var imported = await Run((ImportBot act) => act.RunAsync(file, PartIds.Keep, "Coffee", Ct));

        Assert.Equal("files.unavailable", imported.Problem?.Code);
        await using var db = OpenDatabase();
        Assert.Equal([botId], await db.Bots.Where(b => b.AccountId == AccountId).Select(b => b.Id).ToListAsync());
    }

    [Fact]
    public async Task Another_bots_picture_is_not_shown_without_being_brought()
    {
        var bare = new BotExport { Document = A.Document(Showing(pictureId)) };

        var imported = await Run((ImportBot act) => act.RunAsync(bare, PartIds.Keep, null, Ct));

        Assert.Null(PictureOf((await Run((OpenDraft act) => act.RunAsync(imported.Value, Ct))).Value!.Document));
    }

    [Fact]
    public async Task A_backup_of_a_draft_goes_on_showing_the_bots_own_pictures()
    {
        var bare = new BotExport { Document = A.Document(Showing(pictureId)) };

        await Run((ImportDraft act) => act.RunAsync(botId, bare, PartIds.Keep, 2, Ct));

        Assert.Equal(pictureId, PictureOf((await Run((OpenDraft act) => act.RunAsync(botId, Ct))).Value!.Document));
    }

    [Fact]
    public async Task A_picture_that_is_gone_is_named_among_what_was_left_out()
    {
        await using (var db = OpenDatabase())
        {
            await db.StoredFiles.Where(f => f.Id == pictureId).ExecuteDeleteAsync();
        }

        var file = (await Run((ExportBot act) => act.RunAsync(botId, null, Ct))).Value!;

        Assert.Empty(file.Files);
        Assert.Equal(["/commands/0/response/attachments/0/fileId"], file.LeftOut);
    }

    [Fact]
    public async Task Chats_of_another_bot_are_not_told_anything()
    {
        var form = new Form
        {
            Name = "Order",
            Done = A.Text("Thank you"),
            Fields = [new TextField { Key = "name", Question = A.Text("Your name?") }],
            Endings = [new NotifyEnding { Emails = ["anna@example.com"], Chats = [Guid.CreateVersion7()] }],
        };

        var imported = await Run(
            (ImportBot act) => act.RunAsync(new BotExport { Document = A.Document() with { Forms = [form] } }, PartIds.Keep, null, Ct)
        );

        var draft = (await Run((OpenDraft act) => act.RunAsync(imported.Value, Ct))).Value!;
        Assert.Empty(((NotifyEnding)draft.Document.Forms[0].Endings[0]).Chats);
    }

    private static Command Showing(Guid fileId) =>
        A.Command(
            "menu",
            new TextResponse
            {
                Text = A.Text("Our menu"),
                Attachments = [new Attachment { Kind = AttachmentKind.Picture, FileId = fileId }],
            }
        );

    private static Guid? PictureOf(BotDocument document) => document.Commands[0].Response.Attachments.Single().FileId;

    private static async Task<byte[]> ReadAsync(Stream content)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
