using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

public sealed class TranslationEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private const string PriceText = "/commands/id-price/response/text";

    private ApiUser user = null!;
    private string bot = null!;

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        var document = DocumentJson.Write(A.Document(A.TextCommand("price", "Ten")));
        bot = (await user.PostAsync("/api/v1/bots", $$"""{"document":{{document}}}""")).Location!;
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Texts_are_listed_with_what_is_missing()
    {
        var all = await user.GetAsync($"{bot}/texts");
        var missing = await user.GetAsync($"{bot}/texts?missingIn=uk");

        Assert.Equal("\"1\"", all.ETag);
        Assert.Equal(3, all["texts"]!.AsArray().Count);
        Assert.Equal(
            ("uk", 2, 1),
            (
                all["languages.1.language"]!.GetValue<string>(),
                all["languages.1.written"]!.GetValue<int>(),
                all["languages.1.missing"]!.GetValue<int>()
            )
        );
        Assert.Equal(PriceText, Assert.Single(missing["texts"]!.AsArray())!["key"]!.GetValue<string>());
        Assert.Equal("Command /price", missing["texts.0.part"]!.GetValue<string>());
        (await user.GetAsync($"{bot}/texts?missingIn=fr")).AssertIs(HttpStatusCode.UnprocessableEntity, "document.unknown_language");
    }

    [Fact]
    public async Task Texts_are_written_over_the_revision_that_was_read()
    {
        var body = new { Texts = new Dictionary<string, string> { [PriceText] = "Десять" } };

        (await user.PutAsync($"{bot}/texts/uk", body)).AssertIs(HttpStatusCode.PreconditionRequired);
        (await user.PutAsync($"{bot}/texts/uk", body, "\"5\"")).AssertIs(HttpStatusCode.PreconditionFailed);
        (await user.PutAsync($"{bot}/texts/pl", body, "\"1\"")).AssertIs(HttpStatusCode.UnprocessableEntity, "document.unknown_language");
        var saved = await user.PutAsync($"{bot}/texts/uk", body, "\"1\"");

        saved.AssertIs(HttpStatusCode.OK);
        Assert.Equal("Десять", saved["document.commands.0.response.text.uk"]!.GetValue<string>());
        Assert.Equal("\"2\"", saved.ETag);
    }

    [Fact]
    public async Task A_text_that_is_not_there_is_named()
    {
        var refused = await user.PutAsync($"{bot}/texts/uk", """{"texts":{"/nowhere":"x"}}""", "\"1\"");

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, "translations.unknown_text");
        Assert.Contains("/nowhere", refused["title"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_there_are_no_suggestions_and_the_reason()
    {
        (await user.PostAsync($"{bot}/texts/uk/suggestions", "{}")).AssertIs(HttpStatusCode.UnprocessableEntity, "ai.no_key");
        (await user.PostAsync($"{bot}/texts/de/suggestions", "{}")).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "document.unknown_language"
        );
        Assert.Equal("\"1\"", (await user.GetAsync($"{bot}/draft")).ETag);
    }
}
