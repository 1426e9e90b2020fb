using BotStudio.Core.Conversations;
using BotStudio.Tests.Support;
using BotStudio.Web.Conversations;
using Bunit;

namespace BotStudio.Tests.Conversations;

public sealed class MessageMediaViewTests(Acts acts) : AccountScreen(acts), IClassFixture<Acts>
{
    private static readonly Guid FileId = Guid.CreateVersion7();

    [Fact]
    public void A_picture_is_shown_and_opens_large()
    {
        MessageMedia? shown = null;
        var media = new MessageMedia("photo") { FileId = FileId, ContentType = "image/jpeg" };
        var view = Render<MessageMediaView>(p => p.Add(x => x.Media, media).Add(x => x.OnShow, picture => shown = picture));

        Assert.Equal($"/app/files/{FileId}", view.Find("button.picture img").GetAttribute("src"));
        view.Find("button.picture").Click();
        Assert.Same(media, shown);
    }

    [Fact]
    public void A_voice_can_be_played()
    {
        var view = Show(
            new MessageMedia("voice")
            {
                FileId = FileId,
                ContentType = "audio/ogg",
                Name = "voice.ogg",
                DurationSeconds = 65,
            }
        );

        Assert.Equal($"/app/files/{FileId}", view.Find("audio").GetAttribute("src"));
        Assert.Equal("Voice message 1:05", view.Find("small").TextContent);
    }

    [Fact]
    public void What_calls_itself_a_picture_and_is_none_is_a_download()
    {
        var view = Show(
            new MessageMedia("photo")
            {
                FileId = FileId,
                ContentType = "text/plain",
                Name = "x.jpg",
                SizeBytes = 2 << 20,
            }
        );

        Assert.Empty(view.FindAll("img"));
        Assert.Equal(("_top", "x.jpg"), (view.Find("a.card").GetAttribute("target"), view.Find("a.card").GetAttribute("download")));
        Assert.Contains("2.0 MB", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_leads_to_a_map_whatever_the_reader_s_language()
    {
        Read("de");
        var view = Show(
            new MessageMedia("venue")
            {
                Latitude = 49.5,
                Longitude = 24.25,
                Title = "Opera",
                Address = "Svobody 28",
            }
        );

        Assert.Equal("https://www.openstreetmap.org/?mlat=49.5&mlon=24.25#map=16/49.5/24.25", view.Find("a.card").GetAttribute("href"));
        Assert.Contains("Opera", view.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_shared_number_says_whether_it_is_their_own(bool isOwn, int times)
    {
        var media = new MessageMedia("contact") { Phone = "+380501234567", FirstName = "Anna" };
        var view = Render<MessageMediaView>(p => p.Add(x => x.Media, media).Add(x => x.IsOwn, isOwn));

        Assert.Equal("tel:+380501234567", view.Find("a").GetAttribute("href"));
        Assert.Equal(times, view.FindAll("small").Count);
    }

    [Theory]
    [InlineData(null, "Is being fetched…")]
    [InlineData("files.too_large", "The file is larger than 20 MB.")]
    [InlineData("files.gone", "The file is not available any more.")]
    public void A_file_that_is_not_there_says_why(string? problem, string words)
    {
        var view = Show(new MessageMedia("video") { ExternalId = "x", Problem = problem });

        Assert.Equal(words, view.Find("small").TextContent);
    }

    [Fact]
    public void What_is_no_file_says_what_it_is()
    {
        var view = Show(new MessageMedia("poll") { Title = "Tea or <b>coffee</b>?" });

        Assert.Equal("Tea or <b>coffee</b>?", view.Find("b").TextContent);
        Assert.Empty(view.FindAll("small"));
    }

    private IRenderedComponent<MessageMediaView> Show(MessageMedia media) => Render<MessageMediaView>(p => p.Add(x => x.Media, media));
}
