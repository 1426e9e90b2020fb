using System.Text.Json;
using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Providers;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Ai;

/// <summary>Tools, pictures and streams reach the model, and come back, in both protocols alike.</summary>
public sealed class QuestionMessagesTests : IAsyncLifetime
{
    private static readonly AiTool FindOrder = new(
        "find_order",
        "Finds an order.",
        JsonDocument.Parse("""{"type":"object","properties":{"number":{"type":"string"}},"required":["number"]}""").RootElement
    );

    private AiServer server = null!;
    private AskedModel asked = null!;

    public async Task InitializeAsync()
    {
        server = await AiServer.StartAsync();
        asked = new AskedModel(server, anthropicKey: "sk-ant");
    }

    public async Task DisposeAsync()
    {
        await asked.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task What_the_model_wants_to_know_is_asked_for_and_told(string provider)
    {
        server.Next(AiReply.CallTool("find_order", """{"number":"17"}"""), AiReply.Text("It is on its way."));
        var question = Question(provider) with { Tools = [FindOrder] };

        var calls = Assert.IsType<AiAnswer.Calls>(await asked.Model.AskAsync(question, default));
        var call = Assert.Single(calls.Wanted);
        Assert.Equal(("find_order", """{"number":"17"}"""), (call.Name, call.Arguments));

        var answer = await asked.Model.AskAsync(
            question with
            {
                Rounds = [new AiRound(calls.Said, calls.Wanted, ["sent today"])],
            },
            default
        );
        Assert.Equal("It is on its way.", Assert.IsType<AiAnswer.Text>(answer).Value);
        Assert.Contains("find_order", server.Requests[0].Body.GetProperty("tools").GetRawText(), StringComparison.Ordinal);
        var told = server.Requests[1].Body.GetProperty("messages").GetRawText();
        Assert.Contains("sent today", told, StringComparison.Ordinal);
        Assert.Contains(call.Id, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_picture_goes_with_its_text(string provider)
    {
        var question = Question(provider) with
        {
            Turns = [new AiTurn(true, "What is it?") { Pictures = [new AiPicture("image/png", new byte[] { 1, 2, 3 })] }],
        };

        await asked.Model.AskAsync(question, default);

        var sent = server.Requests[0];
        Assert.Equal("What is it?", sent.LastUserText);
        Assert.Contains("AQID", sent.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("image/png", sent.Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Who_listens_hears_the_answer_grow(string provider)
    {
        server.Next(AiReply.Text("We open at nine."));
        var heard = new Heard();

        var answer = await asked.Model.AskAsync(Question(provider) with { Listener = heard }, default);

        var text = Assert.IsType<AiAnswer.Text>(answer);
        Assert.Equal(("We open at nine.", "We open at nine."), (text.Value, heard.Text));
        Assert.True(heard.Pieces > 1);
        Assert.True(text.TokensOut > 0);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task What_is_no_event_in_a_stream_is_no_answer_and_is_asked_for_anew(string provider)
    {
        server.Next(AiReply.GarbageStream, AiReply.Text("We open at nine."));
        var heard = new Heard();

        var answer = await asked.Model.AskAsync(Question(provider) with { Listener = heard }, default);

        Assert.Equal("We open at nine.", Assert.IsType<AiAnswer.Text>(answer).Value);
        Assert.Equal("We open at nine.", heard.Text);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task An_answer_that_was_cut_off_begins_anew(string provider)
    {
        server.Next(AiReply.CutStream, AiReply.Text("We open at nine."));
        var heard = new Heard();

        var answer = await asked.Model.AskAsync(Question(provider) with { Listener = heard }, default);

        Assert.Equal("We open at nine.", Assert.IsType<AiAnswer.Text>(answer).Value);
        Assert.Equal("We open at nine.", heard.Text);
        Assert.Equal(2, heard.Starts);
    }

    [Fact]
    public async Task What_is_no_JSON_is_told_as_it_was_written()
    {
        server.Next(AiReply.CallTool("find_order", "{number"));

        var calls = Assert.IsType<AiAnswer.Calls>(await asked.Model.AskAsync(Question("openai") with { Tools = [FindOrder] }, default));

        Assert.Equal("{number", Assert.Single(calls.Wanted).Arguments);
    }

    private AiQuestion Question(string provider)
    {
        var (key, model) = provider == "openai" ? (AiProviders.OpenAi, "gpt-4o-mini") : (AiProviders.Anthropic, "claude-haiku-4-5");
        return AskedModel.Question("Where is order 17?") with
        {
            Route = new AiRoute(asked.Connections.Platform(key)!, ModelCatalog.Find(model)),
        };
    }

    private sealed class Heard : IAnswerListener
    {
        public string Text { get; private set; } = "";

        public int Pieces { get; private set; }

        public int Starts { get; private set; }

        public void Hear(string piece)
        {
            Text += piece;
            Pieces++;
        }

        public void StartOver()
        {
            Text = "";
            Starts++;
        }
    }
}
