using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Commands;
using BotStudio.Web.Commands.Responses;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Commands;

public sealed class AttachmentsEditorTests : DraftScreen
{
    private const string Place = "/commands/id-price/response/attachments";

    private readonly DraftSession draft = Draft(A.Document(A.TextCommand("price", "10 euros")));

    private Response Response => draft.Document.Commands[0].Response;

    [Theory]
    [InlineData("49.8419, 24.0316", 49.8419, 24.0316)]
    [InlineData("-33,86; 151,21", -33.86, 151.21)]
    [InlineData("https://www.google.com/maps/place/Lviv/@49.83,24.01,13z/data=!3m1!4b1!4m6!3d49.839683!4d24.029717", 49.839683, 24.029717)]
    [InlineData("https://www.google.com/maps/@49.8419,24.0316,17z", 49.8419, 24.0316)]
    [InlineData("https://maps.google.com/?q=49.8419,24.0316", 49.8419, 24.0316)]
    [InlineData("https://www.openstreetmap.org/?mlat=49.8419&mlon=24.0316#map=17/49.8/24.0", 49.8419, 24.0316)]
    [InlineData("https://www.openstreetmap.org/#map=17/49.8419/24.0316", 49.8419, 24.0316)]
    public void A_place_is_read_from_what_people_have_at_hand(string typed, double latitude, double longitude)
    {
        var editor = Editor();
        Press(editor, "Place");
        Follow(editor);

        editor.Find("[data-place$='/latitude']").Change(typed);

        Assert.Equal((AttachmentKind.Location, latitude, longitude), Facts(Response.Attachments[0]));
    }

    [Theory]
    [InlineData("Lviv")]
    [InlineData("91, 10")]
    [InlineData("")]
    public void What_is_no_place_is_said_so(string typed)
    {
        var editor = Editor();
        Press(editor, "Place");
        Follow(editor);

        editor.Find("[data-place$='/latitude']").Change(typed);
        Follow(editor);

        Assert.Contains("latitude from -90 to 90", editor.Find(".field .error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_at_an_address_may_go_as_a_file()
    {
        var editor = Editor();
        Press(editor, "From an address");
        Follow(editor);
        Assert.Contains("Upload a file or give", editor.Find(".field .error").TextContent, StringComparison.Ordinal);

        editor.Find("[data-place$='/url']").Input("https://example.com/list.pdf");
        editor.Find("[type=checkbox]").Change(true);
        Follow(editor);

        Assert.Equal(
            (AttachmentKind.Document, "https://example.com/list.pdf"),
            (Response.Attachments[0].Kind, Response.Attachments[0].Url)
        );
        Assert.Empty(editor.Find(".field .error").TextContent.Trim());
    }

    [Fact]
    public void An_uploaded_picture_is_shown()
    {
        var file = Guid.CreateVersion7();
        Put([new Attachment { FileId = file, Name = "menu.png" }]);

        var editor = Editor();

        Assert.Equal($"/app/files/{file}", editor.Find("img").GetAttribute("src"));
        Assert.Equal("menu.png", editor.Find(".name").TextContent);
    }

    [Fact]
    public async Task Attachments_are_moved_and_come_back_when_deleted_by_mistake()
    {
        Put([
            new Attachment { Id = "a", Url = "https://example.com/a.png" },
            new Attachment { Id = "b", Url = "https://example.com/b.png" },
        ]);
        var editor = Editor();

        editor.FindComponents<AttachmentCard>()[0].Find("[data-closes-menu]:nth-of-type(2)").Click();
        Assert.Equal(["b", "a"], Response.Attachments.Select(each => each.Id));

        Follow(editor);
        editor.FindComponents<AttachmentCard>()[0].Find(".danger").Click();
        Assert.Equal(["a"], Response.Attachments.Select(each => each.Id));
        await Services.GetRequiredService<Toasts>().Shown.Single().Action!();
        Assert.Equal(["b", "a"], Response.Attachments.Select(each => each.Id));
    }

    private static (AttachmentKind Kind, double? Latitude, double? Longitude) Facts(Attachment attachment) =>
        (attachment.Kind, attachment.Latitude, attachment.Longitude);

    private static void Press(IRenderedComponent<AttachmentsEditor> editor, string text) =>
        editor.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    private void Put(IReadOnlyList<Attachment> attachments) =>
        draft.Change(document =>
            document.Edit("id-price", command => command with { Response = command.Response with { Attachments = attachments } })
        );

    private IRenderedComponent<AttachmentsEditor> Editor() =>
        Show<AttachmentsEditor>(
            draft,
            part =>
                part.Add(p => p.Response, Response)
                    .Add(p => p.Place, Place)
                    .Add(
                        p => p.Put,
                        edit =>
                            draft.Change(document =>
                                document.Edit("id-price", command => command with { Response = edit(command.Response) })
                            )
                    )
        );

    private void Follow(IRenderedComponent<AttachmentsEditor> editor) => editor.Render(part => part.Add(p => p.Response, Response));
}
