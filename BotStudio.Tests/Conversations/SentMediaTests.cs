using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Files;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Conversations;

/// <summary>Pictures, files and places that a bot sends, as they arrive in Telegram.</summary>
public sealed class SentMediaTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task A_kept_picture_is_uploaded_once_and_then_named()
    {
        var (bot, anna) = await ChatAsync();
        var picture = await KeepAsync(bot, Pictures.Png(3, 3), "house.png");

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "**Look**",
                Media = new MessageMedia("photo") { FileId = picture },
            }
        );
        var first = await anna.HearsAsync();
        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Again",
                Media = new MessageMedia("photo") { FileId = picture },
            }
        );
        var second = await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Equal(("Look", "photo"), (first.Text, first.Media!.Kind));
        Assert.Equal(Pictures.Png(3, 3), first.Media.Content);
        Assert.Equal([new TelegramHtml.Entity("bold", 0, 4, null)], first.Entities);
        Assert.Equal(first.Media.Id, second.Media!.Id);
        var calls = app.Telegram.CallsOf("sendPhoto").Where(call => call.Token == bot.Token).ToList();
        Assert.StartsWith("multipart/form-data", calls[0].ContentType, StringComparison.Ordinal);
        Assert.Equal("application/json", calls[1].ContentType);
        var said = (await bot.MessagesAsync()).Where(m => m.Kind == "photo").ToList();
        Assert.Equal(
            [(MessageStatus.Sent, $"{first.Id}"), (MessageStatus.Sent, $"{second.Id}")],
            said.Select(m => (m.Status, m.ExternalId!))
        );
    }

    [Fact]
    public async Task A_name_that_telegram_has_forgotten_is_uploaded_again()
    {
        var (bot, anna) = await ChatAsync();
        var message = new OutgoingMessage
        {
            Text = "",
            Media = new MessageMedia("photo") { FileId = await KeepAsync(bot, Pictures.Png(), "a.png") },
        };
        await SayAsync(bot, message);
        var first = await anna.HearsAsync();
        bot.Telegram.Forgets(first.Media!.Id);

        await SayAsync(bot, message);

        var second = await anna.HearsAsync();
        Assert.NotEqual(first.Media.Id, second.Media!.Id);
        Assert.Equal(Pictures.Png(), second.Media.Content);
    }

    [Fact]
    public async Task What_a_contact_sent_is_not_uploaded_at_all()
    {
        var (bot, anna) = await ChatAsync();
        anna.ShowsPhoto(Pictures.Png());
        await anna.HearsAsync();
        await bot.QuietAsync();
        var theirs = (await bot.MessagesAsync()).Single(m => m is { Kind: "photo" });
        var media = System.Text.Json.JsonSerializer.Deserialize(theirs.Media!, ConversationJson.Default.MessageMedia)!;

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Yours",
                Media = new MessageMedia("photo") { FileId = media.FileId },
            }
        );

        Assert.Equal(media.ExternalId, (await anna.HearsAsync()).Media!.Id);
    }

    [Fact]
    public async Task A_text_that_is_too_long_for_a_caption_follows_the_picture()
    {
        var (bot, anna) = await ChatAsync();
        var text = string.Join(' ', Enumerable.Repeat("word", 300));

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = text,
                Media = new MessageMedia("photo") { FileId = await KeepAsync(bot, Pictures.Png(), "a.png") },
                Buttons =
                [
                    [new OutgoingButton("More") { Data = "x" }],
                ],
            }
        );

        var picture = await anna.HearsAsync();
        var words = await anna.HearsAsync();
        Assert.Equal(("", 0), (picture.Text, picture.Buttons.Count));
        Assert.Equal((text, 1), (words.Text, words.Buttons.Count));
    }

    [Theory]
    [InlineData("photo", "notes.txt", "just text")]
    [InlineData("voice", "song.txt", "no voice")]
    [InlineData("document", "offer.pdf", "%PDF-1.7")]
    public async Task What_is_not_what_it_is_called_goes_as_a_document(string kind, string name, string content)
    {
        var (bot, anna) = await ChatAsync();
        var file = await KeepAsync(bot, System.Text.Encoding.UTF8.GetBytes(content), name);

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Here",
                Media = new MessageMedia(kind) { FileId = file },
            }
        );

        var heard = await anna.HearsAsync();
        Assert.Equal(("document", name, "Here"), (heard.Media!.Kind, heard.Media.Name, heard.Text));
    }

    [Fact]
    public async Task A_picture_that_telegram_cannot_read_goes_as_a_document()
    {
        var (bot, anna) = await ChatAsync();
        var file = await KeepAsync(bot, Pictures.Png(), "a.png");
        app.Telegram.Next("sendPhoto", TelegramFault.Refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Here",
                Media = new MessageMedia("photo") { FileId = file },
            }
        );

        Assert.Equal("document", (await anna.HearsAsync()).Media!.Kind);
    }

    [Fact]
    public async Task The_text_arrives_when_the_file_is_gone()
    {
        var (bot, anna) = await ChatAsync();

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Here",
                Media = new MessageMedia("photo") { FileId = Guid.CreateVersion7() },
            }
        );

        var heard = await anna.HearsAsync();
        Assert.Equal(("Here", null), (heard.Text, heard.Media));
    }

    [Fact]
    public async Task A_file_of_another_account_is_never_sent()
    {
        var (bot, anna) = await ChatAsync();
        var (other, _) = await ChatAsync();
        var theirs = await KeepAsync(other, Pictures.Png(), "secret.png");

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Here",
                Media = new MessageMedia("photo") { FileId = theirs },
            }
        );

        Assert.Null((await anna.HearsAsync()).Media);
    }

    [Fact]
    public async Task Places_arrive_with_their_name_when_they_have_one()
    {
        var (bot, anna) = await ChatAsync();
        var place = new MessageMedia("location") { Latitude = 49.84, Longitude = 24.03 };

        await SayAsync(bot, new OutgoingMessage { Text = "", Media = place });
        await SayAsync(bot, new OutgoingMessage { Text = "See you", Media = place with { Title = "Opera", Address = "Svobody 28" } });

        Assert.Equal((49.84, 24.03), (await anna.HearsAsync()).Place);
        var named = await anna.HearsAsync();
        Assert.Equal(("Opera", (49.84, 24.03)), (named.Text, named.Place!.Value));
        Assert.Equal("See you", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_limit_while_uploading_is_obeyed()
    {
        var (bot, anna) = await ChatAsync();
        var file = await KeepAsync(bot, Pictures.Png(), "a.png");
        app.Telegram.Next("sendPhoto", TelegramFault.RateLimited(2));

        await SayAsync(
            bot,
            new OutgoingMessage
            {
                Text = "Here",
                Media = new MessageMedia("photo") { FileId = file },
            }
        );
        await bot.QuietLaterAsync();

        Assert.Equal("photo", (await anna.HearsAsync()).Media!.Kind);
        Assert.Equal(2, app.Telegram.CallsOf("sendPhoto").Count(call => call.Token == bot.Token));
    }

    [Fact]
    public async Task An_earlier_message_is_changed_in_its_place()
    {
        var (bot, anna) = await ChatAsync();
        await SayAsync(bot, new OutgoingMessage { Text = "Page 1" });
        var first = await anna.HearsAsync();

        await SayAsync(bot, new OutgoingMessage { Text = "Page **2**", EditsExternalId = $"{first.Id}" });
        var second = await anna.HearsAsync();
        // Once more the same: Telegram says that nothing changes, and that is fine.
        await SayAsync(bot, new OutgoingMessage { Text = "Page **2**", EditsExternalId = $"{first.Id}" });
        await bot.QuietAsync();

        Assert.Equal((first.Id, true, "Page 2"), (second.Id, second.IsEdit, second.Text));
        Assert.All((await bot.MessagesAsync()).Skip(2), m => Assert.Equal((MessageStatus.Sent, $"{first.Id}"), (m.Status, m.ExternalId)));
        Assert.False(anna.HasNews);
    }

    [Fact]
    public async Task A_text_under_a_picture_is_changed_in_its_place_and_the_picture_stays()
    {
        var (bot, anna) = await ChatAsync();
        var picture = new MessageMedia("photo") { Url = "https://example.com/menu.png" };
        await SayAsync(bot, new OutgoingMessage { Text = "Page 1", Media = picture });
        var first = await anna.HearsAsync();
        var second = new OutgoingMessage
        {
            Text = "Page **2**",
            Media = picture,
            EditsExternalId = $"{first.Id}",
            Buttons =
            [
                [new OutgoingButton("Back") { Data = "u:x" }],
            ],
        };

        await SayAsync(bot, second);
        var heard = await anna.HearsAsync();
        await SayAsync(bot, second);
        await bot.QuietAsync();

        Assert.Equal((first.Id, true, "Page 2"), (heard.Id, heard.IsEdit, heard.Text));
        Assert.Equal("Back", Assert.Single(Assert.Single(heard.Buttons)).Text);
        Assert.False(anna.HasNews);

        await SayAsync(bot, second with { EditsExternalId = "5" });
        var anew = await anna.HearsAsync();
        Assert.Equal(("Page 2", false, "photo"), (anew.Text, anew.IsEdit, anew.Media!.Kind));
    }

    [Fact]
    public async Task What_cannot_be_changed_any_more_is_sent_anew()
    {
        var (bot, anna) = await ChatAsync();

        await SayAsync(bot, new OutgoingMessage { Text = "Page 2", EditsExternalId = "5" });

        var heard = await anna.HearsAsync();
        Assert.Equal(("Page 2", false), (heard.Text, heard.IsEdit));
    }

    [Fact]
    public async Task A_keyboard_asks_for_a_contact_and_goes_away_again()
    {
        var (bot, anna) = await ChatAsync();
        var keyboard = new ReplyKeyboard([
            [new ReplyKey("My number", KeyRequest.Contact)],
            [new ReplyKey("Where I am", KeyRequest.Location), new ReplyKey("No")],
        ]);

        await SayAsync(bot, new OutgoingMessage { Text = "Your number?", Keyboard = keyboard });
        await SayAsync(bot, new OutgoingMessage { Text = "Thanks", Keyboard = new ReplyKeyboard([]) });

        Assert.Equal(["My number [contact]", "Where I am [location]", "No"], (await anna.HearsAsync()).Keyboard);
        Assert.Equal([], (await anna.HearsAsync()).Keyboard!);
    }

    private async Task<(LiveBot Bot, TelegramContact Anna)> ChatAsync()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        anna.Says("/start");
        await anna.HearsAsync();
        await bot.QuietAsync();
        return (bot, anna);
    }

    private async Task SayAsync(LiveBot bot, OutgoingMessage message)
    {
        var conversation = Assert.Single(await bot.ConversationsAsync());
        var said = await app
            .Services.GetRequiredService<SayInConversation>()
            .RunAsync(bot.AccountId, conversation.Id, message, reason: null, userId: null, default);
        Assert.True(said.Succeeded);
    }

    private static async Task<Guid> KeepAsync(LiveBot bot, byte[] content, string name) =>
        (await bot.RunAsync((KeepFile act) => act.RunAsync(bot.Id, new NewFile(new MemoryStream(content), name), default))).Value!.Id;
}
