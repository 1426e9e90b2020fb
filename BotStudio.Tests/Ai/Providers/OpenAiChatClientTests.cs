using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Providers;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.AI;

namespace BotStudio.Tests.Ai.Providers;

public sealed class OpenAiChatClientTests : IAsyncLifetime
{
    private AiServer server = null!;
    private AskedModel asked = null!;

    public async Task InitializeAsync()
    {
        server = await AiServer.StartAsync();
        asked = new AskedModel(server);
    }

    public async Task DisposeAsync()
    {
        await asked.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_streamed_answer_arrives_in_pieces_with_its_usage()
    {
        server.Next(AiReply.Text("We open at nine.", finishReason: "length"));

        var pieces = await StreamAsync("When do you open?");

        Assert.Equal(["We op", "en at", " nine", "."], pieces.Select(piece => piece.Text).Where(text => text.Length > 0));
        var whole = pieces.ToChatResponse();
        Assert.Equal("We open at nine.", whole.Text);
        Assert.Equal(ChatFinishReason.Length, whole.FinishReason);
        Assert.Equal(4, whole.Usage?.OutputTokenCount);
    }

    [Fact]
    public async Task A_stream_that_breaks_or_is_refused_says_why()
    {
        server.Next(AiReply.Cut, AiReply.Status(401));

        Assert.Equal("ai.unreachable", (await Assert.ThrowsAsync<AiProviderException>(() => StreamAsync("Hi"))).Code);
        Assert.Equal("ai.key_refused", (await Assert.ThrowsAsync<AiProviderException>(() => StreamAsync("Hi"))).Code);
    }

    [Fact]
    public async Task A_model_may_call_a_tool_and_gets_its_result()
    {
        var price = AIFunctionFactory.Create((string part) => $"{part} costs 25 EUR", "price", "Price of a part");
        var options = new ChatOptions { Tools = [price] };
        var messages = new List<ChatMessage> { new(ChatRole.User, "How much is a chain?") };

        server.Next(AiReply.CallTool("price", """{"part":"chain"}"""));
        var first = await asked.Client.GetResponseAsync(messages, options);
        var call = Assert.Single(first.Messages.Single().Contents.OfType<FunctionCallContent>());
        messages.AddMessages(first);
        messages.Add(
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, await price.InvokeAsync(new(call.Arguments)))])
        );
        await asked.Client.GetResponseAsync(messages, options);

        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        Assert.Equal("price", server.Requests[0].Body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
        var sent = server.Requests[1].Body.GetProperty("messages");
        Assert.Equal("call_1", sent[1].GetProperty("tool_calls")[0].GetProperty("id").GetString());
        Assert.Equal("call_1", sent[2].GetProperty("tool_call_id").GetString());
        Assert.Equal("chain costs 25 EUR", server.Requests[1].Messages[2].Text);
    }

    [Fact]
    public async Task A_streamed_tool_call_is_put_together()
    {
        server.Next(AiReply.CallTool("price", """{"part":"chain"}"""));

        var call = (await StreamAsync("How much is a chain?")).SelectMany(piece => piece.Contents).OfType<FunctionCallContent>().Single();

        Assert.Equal(("call_1", "price", "chain"), (call.CallId, call.Name, call.Arguments?["part"]?.ToString()));
    }

    [Fact]
    public async Task Arguments_that_are_no_JSON_are_told_and_do_not_throw()
    {
        server.Next(AiReply.CallTool("price", "{part: chain"));

        var response = await asked.Client.GetResponseAsync("How much is a chain?");

        Assert.NotNull(response.Messages.Single().Contents.OfType<FunctionCallContent>().Single().Exception);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "max_completion_tokens")]
    [InlineData("https://my-own.openai.azure.com/openai/v1", "max_completion_tokens")]
    [InlineData("https://api.deepseek.com/v1", "max_tokens")]
    [InlineData("http://localhost:11434/v1", "max_tokens")]
    public async Task The_token_limit_has_the_name_that_the_provider_knows(string baseUrl, string expected)
    {
        using var http = new HttpClient(new SentTo(server.BaseUrl));
        using var client = new OpenAiChatClient(http, new AiEndpoint(new Uri(baseUrl), "sk-test", "gpt-4o-mini"), TimeProvider.System);

        await client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 300 });

        var request = server.Requests.Single();
        Assert.Equal(300, request.Number(expected));
        Assert.Single(new[] { "max_tokens", "max_completion_tokens" }, request.Has);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_a_fault_and_no_answer()
    {
        server.Next(AiReply.CutStream);

        var fault = await Assert.ThrowsAsync<AiProviderException>(() => StreamAsync("When do you open?"));

        Assert.Equal(("ai.unreachable", true), (fault.Code, fault.IsPassing));
    }

    private async Task<List<ChatResponseUpdate>> StreamAsync(string text)
    {
        var pieces = new List<ChatResponseUpdate>();
        await foreach (var piece in asked.Client.GetStreamingResponseAsync(text))
        {
            pieces.Add(piece);
        }

        return pieces;
    }

    /// <summary>Leads whatever is asked of the provider's own host to the fake.</summary>
    private sealed class SentTo(Uri fake) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(fake + "/chat/completions");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
