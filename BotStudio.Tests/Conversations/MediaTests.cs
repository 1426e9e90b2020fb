using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Conversations;

/// <summary>What contacts send besides text, from Telegram into the transcript and the file store.</summary>
public sealed class MediaTests(LiveApp app) : IClassFixture<LiveApp>
{
    private const string Fallback = "Sorry, I did not get that.";

    [Fact]
    public async Task A_photo_is_answered_at_once_and_kept_in_its_largest_size()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.ShowsPhoto(Pictures.Png(4, 4), "Do you have this one?");

        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        var photo = (await bot.MessagesAsync())[0];
        var media = MediaOf(photo);
        Assert.Equal(("photo", "Do you have this one?", "image/png"), (photo.Kind, photo.Text, media.ContentType));
        Assert.Equal(Pictures.Png(4, 4), await ContentOfAsync(bot, media));
        Assert.Equal(800, media.Width);
    }

    [Fact]
    public async Task A_voice_and_a_document_are_kept_with_what_is_known_of_them()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        byte[] voice = [.. "OggS"u8, .. new byte[100]];

        anna.ShowsVoice(voice, seconds: 65);
        await anna.HearsAsync();
        anna.ShowsDocument("%PDF-1.7"u8.ToArray(), "..\\offer<script>.pdf", "text/html");
        await anna.HearsAsync();
        await bot.QuietAsync();

        var messages = (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.In).Select(MediaOf).ToList();
        Assert.Equal(("audio/ogg", 65), (messages[0].ContentType, messages[0].DurationSeconds));
        Assert.Equal(voice, await ContentOfAsync(bot, messages[0]));
        Assert.Equal(("application/pdf", "offerscript.pdf"), (messages[1].ContentType, messages[1].Name));
    }

    [Fact]
    public async Task What_is_no_file_says_all_there_is_to_know()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        foreach (
            var (kind, content) in new (string, string)[]
            {
                ("location", """{"latitude":49.84,"longitude":24.03}"""),
                (
                    "venue",
                    """{"location":{"latitude":49.84,"longitude":24.03},"title":"Opera","address":"Svobody 28","foursquare_id":"x"}"""
                ),
                ("contact", """{"phone_number":"+380501234567","first_name":"Olena","last_name":"K","user_id":279058397}"""),
                ("poll", """{"id":"1","question":"Tea or coffee?","options":[]}"""),
                ("dice", """{"emoji":"🎲","value":5}"""),
            }
        )
        {
            anna.Shows(kind, JsonNode.Parse(content)!);
            Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        }

        await bot.QuietAsync();
        var media = (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.In).Select(MediaOf).ToList();
        Assert.Equal((49.84, 24.03), (media[0].Latitude, media[0].Longitude));
        Assert.Equal(("venue", "Opera", "Svobody 28", 24.03), (media[1].Kind, media[1].Title, media[1].Address, media[1].Longitude));
        Assert.Equal(
            ("+380501234567", "Olena", "K", "279058397"),
            (media[2].Phone, media[2].FirstName, media[2].LastName, media[2].PersonExternalId)
        );
        Assert.Equal(("Tea or coffee?", "🎲 5"), (media[3].Title, media[4].Title));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_fetched_and_the_transcript_says_so()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Shows("video", new JsonObject { ["file_id"] = "big", ["file_size"] = 21 << 20 });
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Equal("files.too_large", MediaOf((await bot.MessagesAsync())[0]).Problem);
        Assert.DoesNotContain(app.Telegram.CallsOf("getFile"), call => call.Token == bot.Token);
    }

    [Fact]
    public async Task A_file_that_telegram_has_no_more_is_said_to_be_gone()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Shows("voice", new JsonObject { ["file_id"] = "never-was" });
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Equal("files.gone", MediaOf((await bot.MessagesAsync())[0]).Problem);
    }

    [Fact]
    public async Task A_download_that_breaks_is_tried_again()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        app.Telegram.Next("getFile", TelegramFault.BadGateway);
        app.Telegram.Next("download", TelegramFault.DropAfter, TelegramFault.Refused(502, "no"));

        anna.ShowsPhoto(Pictures.Png());
        await anna.HearsAsync();
        await bot.QuietLaterAsync();

        Assert.Equal(Pictures.Png(), await ContentOfAsync(bot, MediaOf((await bot.MessagesAsync())[0])));
    }

    [Fact]
    public async Task An_album_is_one_turn_with_all_its_photos()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        var anna = bot.Contact();

        anna.ShowsPhoto(Pictures.Png(1), albumId: "77");
        anna.ShowsPhoto(Pictures.Png(2), "Which one fits?", albumId: "77");
        anna.ShowsPhoto(Pictures.Png(3), albumId: "77");
        await anna.HearsAsync();
        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        await bot.QuietLaterAsync();

        var messages = await bot.MessagesAsync();
        Assert.Equal(["photo", "photo", "photo", "text", "text", "text"], messages.Select(m => m.Kind));
        Assert.Equal(["", "Which one fits?", ""], messages.Take(3).Select(m => m.Text));
        Assert.All(messages.Take(3), message => Assert.NotNull(MediaOf(message).FileId));
        Assert.Contains("Which one fits?", messages[3].Text, StringComparison.Ordinal);
        Assert.Equal(4, Assert.Single(await bot.ConversationsAsync()).UnreadCount);
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    [Fact]
    public async Task Two_albums_are_two_turns_in_their_order()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        foreach (var album in new[] { "1", "1", "2", "2" })
        {
            anna.ShowsPhoto(Pictures.Png(), "album " + album, albumId: album);
        }

        await anna.HearsAsync();
        await anna.HearsAsync();
        await bot.QuietLaterAsync();

        Assert.Equal(["album 1", "album 1", Fallback, "album 2", "album 2", Fallback], (await bot.MessagesAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task A_message_to_a_business_account_is_answered_there_and_its_owner_is_not()
    {
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("price", "5 €")));
        var anna = bot.Contact();

        anna.WritesToBusiness("BC-7", "hello");
        var answer = await anna.HearsAsync();
        anna.WritesToBusiness("BC-7", "I am the owner, I answer myself", writtenBy: 5999);
        anna.Says("/price");
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Equal("BC-7", answer.BusinessId);
        Assert.Equal(2, app.Telegram.Bot(bot.Token).Sent.Count);
        var conversations = await bot.ConversationsAsync();
        Assert.Equal(["business/BC-7", ""], conversations.Select(c => c.ThreadId));
        Assert.Single(await bot.ContactsAsync());
    }

    [Fact]
    public async Task A_kind_that_is_not_known_yet_gets_the_fallback_and_is_counted()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Shows("hologram", new JsonObject { ["file_id"] = "x" });
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal("unknown", (await bot.MessagesAsync())[0].Kind);
        var overview = await bot.RunAsync((ReadOverview act) => act.RunAsync(bot.Id, TimeZoneInfo.Utc, default));
        Assert.Equal(1, overview.Value!.UnknownMessages);
    }

    [Theory]
    [InlineData("new_chat_title", "\"Tea\"")]
    [InlineData("pinned_message", "{\"message_id\":1,\"chat\":{\"id\":1}}")]
    [InlineData("users_shared", "{\"request_id\":1,\"users\":[]}")]
    [InlineData("something_new_changed", "{}")]
    public async Task News_about_a_chat_are_no_message(string field, string content)
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Shows(field, JsonNode.Parse(content)!);
        anna.Says("/start");

        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(2, (await bot.MessagesAsync()).Count);
    }

    private static MessageMedia MediaOf(Message message) =>
        JsonSerializer.Deserialize(message.Media!, ConversationJson.Default.MessageMedia)!;

    private static async Task<byte[]> ContentOfAsync(LiveBot bot, MessageMedia media)
    {
        var opened = await bot.RunAsync((OpenFile act) => act.RunAsync(media.FileId!.Value, default));
        await using var content = opened.Value!.Content;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }
}
