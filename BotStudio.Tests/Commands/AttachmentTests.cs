using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Commands;

public sealed class AttachmentTests
{
    private static readonly Attachment Picture = new() { FileId = Guid.CreateVersion7(), Name = "menu.png" };

    private static readonly Attachment Place = new()
    {
        Kind = AttachmentKind.Location,
        Latitude = 49.84,
        Longitude = 24.03,
    };

    [Fact]
    public void A_short_text_goes_under_its_picture_with_the_buttons()
    {
        var said = Assert.Single(Answer(Text("Our menu", Picture)));

        Assert.Equal(("Our menu", "photo", Picture.FileId), (said.Text, said.Media!.Kind, said.Media.FileId));
        Assert.Single(said.Buttons);
    }

    [Fact]
    public void A_text_too_long_for_a_caption_follows_its_picture()
    {
        var said = Answer(Text(new string('x', 1025), Picture));

        Assert.Equal(["photo", null], said.Select(message => message.Media?.Kind));
        Assert.Equal([0, 1], said.Select(message => message.Buttons.Count));
    }

    [Fact]
    public void Places_and_further_files_come_first()
    {
        var file = new Attachment { Kind = AttachmentKind.Document, Url = "https://example.com/list.pdf" };

        Assert.Equal(["location", "document", "photo"], Answer(Text("Here", Place, file, Picture)).Select(message => message.Media?.Kind));
        Assert.Equal(["photo", "location", null], Answer(Text("Here", Picture, Place)).Select(message => message.Media?.Kind));
    }

    [Fact]
    public void A_picture_alone_needs_no_text()
    {
        Assert.Empty(DocumentCheck.Run(A.Document(A.Command("menu", Text("", Picture) with { Text = [], Rows = [] }))));

        var said = Assert.Single(Answer(Text("", Picture)));
        Assert.Equal(("", 1), (said.Text, said.Buttons.Count));
    }

    [Fact]
    public void A_file_is_sent_before_the_model_is_asked()
    {
        var ask = A.Command("menu", new AiResponse { Text = "Be kind.", Attachments = [Picture] });
        var reply = ChooseReply.For(BotSnapshot.Compile(A.Document(ask), 7), A.Message("/menu"), Situation.Fresh, A.Moment);

        Assert.Equal("photo", Assert.Single(reply.Messages).Media?.Kind);
        Assert.NotNull(reply.Ask);
    }

    private static TextResponse Text(string text, params Attachment[] attachments) =>
        new()
        {
            Text = A.Text(text),
            Attachments = attachments,
            Rows =
            [
                [A.LinkButton("b", "https://example.com/")],
            ],
        };

    private static IReadOnlyList<OutgoingMessage> Answer(Response response) =>
        ChooseReply
            .For(BotSnapshot.Compile(A.Document(A.Command("menu", response)), 7), A.Message("/menu"), Situation.Fresh, A.Moment)
            .Messages;
}
