using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Contacts;

/// <summary>What a contact may ask of a bot about their own data, through the real product.</summary>
public sealed class ContactWishTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task A_chosen_language_holds_from_the_next_message_on()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact(language: "en");

        anna.Says("/language");
        await anna.HearsAsync();
        anna.Taps("Українська");
        Assert.StartsWith("Тепер ми спілкуємося мовою", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Says("/start");
        Assert.Equal("Вітаємо в крамниці!", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(("uk", "en"), (Assert.Single(await bot.ContactsAsync()).Language, (await bot.ContactsAsync())[0].LanguageTag));
        Assert.Contains("Українська", (await bot.MessagesAsync()).Select(message => message.Text));
    }

    [Fact]
    public async Task Stop_and_start_are_remembered()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Says("/stop");
        await anna.HearsAsync();
        await bot.QuietAsync();
        Assert.NotNull(Assert.Single(await bot.ContactsAsync()).StoppedAt);

        anna.Says("/start");
        await anna.HearsAsync();
        await bot.QuietAsync();
        Assert.Null(Assert.Single(await bot.ContactsAsync()).StoppedAt);
    }

    [Fact]
    public async Task Whoever_asks_for_deletion_gets_the_answer_and_is_then_forgotten()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        var boris = bot.Contact(279058398, "Boris");
        boris.Says("Hello");
        await boris.HearsAsync();

        anna.Says("/privacy");
        await anna.HearsAsync();
        anna.Taps("Delete my data");
        await anna.HearsAsync();
        anna.Taps("Yes, delete everything");
        Assert.StartsWith("Your data is being deleted.", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await app.LaterAsync("Anna is forgotten", async () => (await bot.ContactsAsync()).Count == 1);

        Assert.Equal("Boris", Assert.Single(await bot.ContactsAsync()).FirstName);
        Assert.Equal(2, (await bot.MessagesAsync()).Count);

        anna.Says("/start");
        await anna.HearsAsync();
        Assert.Equal(2, (await bot.ContactsAsync()).Count);
    }

    [Fact]
    public async Task Whoever_asks_for_their_data_gets_a_file_that_is_not_kept_for_long()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Says("My secret wish");
        await anna.HearsAsync();
        anna.Says("/privacy");
        await anna.HearsAsync();
        anna.Taps("Send me my data");
        Assert.StartsWith("I am putting your data together.", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await app.LaterAsync("the file is there", async () => await DocumentAsync(bot) is not null);

        var media = (await DocumentAsync(bot))!;
        await using (var db = app.OpenDatabase())
        {
            var file = await db.StoredFiles.SingleAsync(f => f.Id == media.FileId);
            await using var content = (await app.Services.GetRequiredService<IFileStore>().OpenAsync(file.Key, default))!;
            var data = (await JsonNode.ParseAsync(content))!;
            Assert.Equal("Anna", data["contact"]!["firstName"]!.GetValue<string>());
            Assert.Contains("My secret wish", data["messages"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(("application/json", file.ContactId), (file.ContentType, (await bot.ContactsAsync())[0].Id));
        }

        var due = Assert.Single(await bot.JobsAsync(JobState.Waiting), job => job.Kind == "contacts.drop_handed_over").DueAt;
        Assert.InRange(due - app.Clock.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(25));
    }

    private static async Task<MessageMedia?> DocumentAsync(LiveBot bot) =>
        (await bot.MessagesAsync()).SingleOrDefault(message => message.Kind == "document") is { Media: { } media }
            ? JsonSerializer.Deserialize(media, ConversationJson.Default.MessageMedia)
            : null;
}
