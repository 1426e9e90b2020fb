using System.Globalization;
using System.Net;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Channels.Telegram;

/// <summary>The same files as in <see cref="TelegramUpdateTests"/>, from the webhook through the engine to what is sent.</summary>
public sealed class UpdateFixturesTests(TelegramApp app) : IClassFixture<TelegramApp>
{
    private const string Token = UpdateFixtures.BotId + ":AAF-fixtures";

    /// <summary>Larger than the endpoint reads.</summary>
    private const string TooLarge = "malformed_huge_text_1mib";

    [Fact]
    public async Task Every_known_update_is_taken_and_answered_as_it_should_be()
    {
        app.Telegram.Bot(Token).Username = UpdateFixtures.BotUsername;
        var bot = await app.GivenLiveBotAsync(A.Document(), Token);
        using var telegram = app.NewVisitor();
        var wrong = new List<string>();

        foreach (var (name, meaning) in UpdateFixtures.Expected)
        {
            // The files come from many places and share ids; here each is an update of its own.
            await app.ExecuteAsync("delete from job_keys; delete from jobs where state = 3");
            var sentBefore = app.Telegram.Bot(Token).Sent.Count;

            var status = await PostAsync(telegram, bot.Id, UpdateFixtures.Read(name));
            await app.UntilAsync("select not exists (select from jobs where state <> 3)");

            var outcome = new Outcome(
                status,
                await app.AskAsync<bool>("select exists (select from jobs where state = 3)"),
                [.. app.Telegram.Bot(Token).Sent.Skip(sentBefore).Select(message => message.ChatId)]
            );
            if (outcome.ToString() != Expect(name, meaning).ToString())
            {
                wrong.Add($"{name} ({meaning}): {outcome}");
            }
        }

        Assert.Empty(wrong);
    }

    /// <param name="IsKept">As refused, for the owner to see.</param>
    /// <param name="AnsweredChats">One entry for each message sent.</param>
    private sealed record Outcome(HttpStatusCode Status, bool IsKept, long[] AnsweredChats)
    {
        public override string ToString() => $"{Status}, {(IsKept ? "kept" : "not kept")}, sent to [{string.Join(", ", AnsweredChats)}]";
    }

    private static Outcome Expect(string name, string meaning)
    {
        var words = meaning.Split(' ', ':', '/', ',');
        var isRefused = words[0] == "refused" || name == TooLarge;
        var isSilent =
            isRefused
            || words[0] is "ignored" or "can" or "cannot" or "edit"
            || meaning.Contains(" moved to ", StringComparison.Ordinal)
            || meaning.Contains(", not for the bot", StringComparison.Ordinal)
            // It has no commands.
            || meaning.Contains(", for the bot that knows it", StringComparison.Ordinal);
        return new Outcome(HttpStatusCode.OK, isRefused, isSilent ? [] : [long.Parse(words[1], CultureInfo.InvariantCulture)]);
    }

    private async Task<HttpStatusCode> PostAsync(HttpClient telegram, Guid botId, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/telegram/{botId}");
        request.Content = new ByteArrayContent(body);
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", app.Telegram.Bot(Token).Updates.Secret);
        using var response = await telegram.SendAsync(request);
        return response.StatusCode;
    }
}
