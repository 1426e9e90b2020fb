using System.Text.Json.Nodes;
using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Commands;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai;

public sealed class TranslateTextsTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer server = acts.Ai;

    [Fact]
    public async Task What_is_missing_is_suggested_with_the_bots_words_as_examples()
    {
        server.Next(AiReply.Text("""{"1":"Десять {{date}}"}"""));

        var batches = await SuggestAsync(A.Document(A.TextCommand("price", "Ten {{date}}")));

        Assert.Equal(
            [new TranslationSuggestion("/commands/id-price/response/text", "Десять {{date}}")],
            Assert.Single(batches).Suggestions
        );
        Assert.Null(batches[0].Problem);
        var asked = server.Requests[^1];
        Assert.Equal("Ten {{date}}", (string?)JsonNode.Parse(asked.LastUserText)!["1"]!["text"]);
        Assert.Contains("from English into Ukrainian", asked.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("Вітаємо в крамниці!", asked.Messages[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("```json\n{\"1\": \"Десять\"}\n```")]
    [InlineData("Here you are: {\"1\": {\"text\": \"Десять\"}, }")]
    public async Task An_answer_is_read_however_models_wrap_it(string answer)
    {
        server.Next(AiReply.Text(answer));

        Assert.Equal("Десять", (await SuggestAsync(A.Document(A.TextCommand("price", "Ten"))))[0].Suggestions.Single().Text);
    }

    [Theory]
    [InlineData("I cannot do that.")]
    [InlineData("""{"1": 5}""")]
    [InlineData("""{"1": "  "}""")]
    [InlineData("""{"1": "a", "1": "b"}""")]
    public async Task What_the_model_leaves_out_is_said(string answer)
    {
        server.Next(AiReply.Text(answer));

        var batch = Assert.Single(await SuggestAsync(A.Document(A.TextCommand("price", "Ten"))));

        Assert.Empty(batch.Suggestions);
        Assert.Equal("translations.incomplete", batch.Problem?.Code);
    }

    [Fact]
    public async Task Many_texts_are_asked_for_in_several_questions()
    {
        server.Next([.. Enumerable.Repeat(AiReply.Text("""{"1":"x","2":"x"}"""), 5)]);
        Command[] commands = [.. Enumerable.Range(0, 10).Select(i => A.TextCommand($"c{i}", new string('a', 2000)))];

        var batches = await SuggestAsync(A.Document(commands));

        Assert.Equal([2, 2, 2, 2, 2], batches.Select(batch => batch.Suggestions.Count));
        Assert.Equal(
            commands.Select(command => $"/commands/{command.Id}/response/text"),
            batches.SelectMany(b => b.Suggestions).Select(s => s.Key)
        );
    }

    [Fact]
    public async Task When_the_model_does_not_answer_nothing_more_is_asked()
    {
        server.Next(AiReply.Status(400, "content_policy_violation"));
        var before = server.Requests.Count;
        Command[] commands = [.. Enumerable.Range(0, 30).Select(i => A.TextCommand($"c{i}", "Ten"))];

        var batch = Assert.Single(await SuggestAsync(A.Document(commands)));

        Assert.Equal("ai.refused", batch.Problem?.Code);
        Assert.Equal(1, server.Requests.Count - before);
    }

    private async Task<List<TranslatedBatch>> SuggestAsync(BotDocument document)
    {
        var missing = DocumentTexts.In(document).Where(text => text.IsMissing("uk", "en")).ToList();
        var batches = new List<TranslatedBatch>();
        var caller = new AiCaller(AccountId, Guid.CreateVersion7());
        await foreach (
            var batch in Acts
                .Services.GetRequiredService<TranslateTexts>()
                .RunAsync(caller, document, missing, "en", "uk", CancellationToken.None)
        )
        {
            batches.Add(batch);
        }

        return batches;
    }
}
