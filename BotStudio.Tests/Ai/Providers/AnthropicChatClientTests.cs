using BotStudio.Core.Ai;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.AI;

namespace BotStudio.Tests.Ai.Providers;

/// <summary>What Anthropic's own package makes of its protocol, and what we make of that.</summary>
public sealed class AnthropicChatClientTests : IAsyncLifetime
{
    private AiServer server = null!;
    private AskedModel asked = null!;

    public async Task InitializeAsync()
    {
        server = await AiServer.StartAsync();
        asked = new AskedModel(server, anthropicKey: "sk-ant-test");
    }

    public async Task DisposeAsync()
    {
        await asked.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_question_is_put_in_anthropic_s_words()
    {
        await asked.Claude.GetResponseAsync(
            [
                new(ChatRole.System, "You sell bicycles."),
                new(ChatRole.User, "Hi"),
                new(ChatRole.Assistant, "Hello"),
                new(ChatRole.User, "Price?"),
            ],
            new ChatOptions { ModelId = "claude-sonnet-4-5", MaxOutputTokens = 300 }
        );

        var request = server.Requests.Single();
        Assert.Equal("claude-sonnet-4-5", request.Model);
        Assert.Equal(300, request.Number("max_tokens"));
        Assert.Equal("Bearer sk-ant-test", request.Authorization);
        Assert.Equal([("system", "You sell bicycles."), ("user", "Hi"), ("assistant", "Hello"), ("user", "Price?")], request.Messages);
    }

    [Fact]
    public async Task Cached_tokens_count_into_the_input()
    {
        server.Next(AiReply.Costing(tokensIn: 1_200, tokensCached: 1_000, tokensOut: 34));

        var usage = (await asked.Claude.GetResponseAsync("Hi")).Usage!;

        Assert.Equal((1_200, 1_000, 34), (usage.InputTokenCount, usage.CachedInputTokenCount, usage.OutputTokenCount));
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    public async Task Why_an_answer_ended_is_known(string finishReason, string expected)
    {
        server.Next(AiReply.Text("Nine euros.", finishReason));

        Assert.Equal(expected, (await asked.Claude.GetResponseAsync("Hi")).FinishReason?.Value);
    }

    [Fact]
    public async Task A_tool_is_called_with_its_arguments()
    {
        server.Next(AiReply.CallTool("price", """{"part":"chain"}"""));

        var response = await asked.Claude.GetResponseAsync("How much is a chain?");

        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().Single();
        Assert.Equal(("price", "chain"), (call.Name, call.Arguments!["part"]!.ToString()));
    }

    [Fact]
    public async Task A_stream_comes_piece_by_piece_and_says_what_it_cost()
    {
        server.Next(AiReply.Costing(50, 40, 7, "We open at nine."));

        var pieces = await StreamAsync();

        Assert.True(pieces.Count(piece => piece.Text.Length > 0) > 2);
        Assert.Equal("We open at nine.", string.Concat(pieces.Select(piece => piece.Text)));
        var usage = pieces.SelectMany(piece => piece.Contents).OfType<UsageContent>().Last().Details;
        Assert.Equal((50, 40, 7), (usage.InputTokenCount, usage.CachedInputTokenCount, usage.OutputTokenCount));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_a_fault_and_no_answer()
    {
        server.Next(AiReply.CutStream);

        var fault = await Assert.ThrowsAsync<AiProviderException>(StreamAsync);

        Assert.Equal(("ai.unreachable", true), (fault.Code, fault.IsPassing));
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "ai.refused", false)]
    [InlineData(401, "authentication_error", "ai.key_refused", false)]
    [InlineData(402, "billing_error", "ai.quota", false)]
    [InlineData(403, "permission_error", "ai.key_refused", false)]
    [InlineData(404, "not_found_error", "ai.model_unknown", false)]
    [InlineData(413, "request_too_large", "ai.prompt_too_long", false)]
    [InlineData(429, "rate_limit_error", "ai.overloaded", true)]
    [InlineData(500, "api_error", "ai.overloaded", true)]
    [InlineData(529, "overloaded_error", "ai.overloaded", true)]
    public async Task A_refusal_is_said_in_our_words_and_never_in_theirs(int status, string type, string code, bool isPassing)
    {
        server.Next(AiReply.Status(status, type, retryAfter: "7"));

        var fault = await Assert.ThrowsAsync<AiProviderException>(() => asked.Claude.GetResponseAsync("Hi"));

        Assert.Equal((code, isPassing, status, type), (fault.Code, fault.IsPassing, fault.Status, fault.ProviderCode));
        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
        Assert.DoesNotContain("sk-secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_answer_of_theirs_is_trouble_on_the_way()
    {
        server.Next(AiReply.Garbage, AiReply.Cut);

        foreach (var _ in new[] { "garbage", "cut" })
        {
            var fault = await Assert.ThrowsAsync<AiProviderException>(() => asked.Claude.GetResponseAsync("Hi"));
            Assert.Equal(("ai.unreachable", true), (fault.Code, fault.IsPassing));
        }
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_gets_their_cancellation_back()
    {
        server.Next(AiReply.Stall);
        using var impatience = new CancellationTokenSource();

        var asking = asked.Claude.GetResponseAsync("Hi", cancellationToken: impatience.Token);
        await server.RequestAsync();
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private async Task<List<ChatResponseUpdate>> StreamAsync()
    {
        var pieces = new List<ChatResponseUpdate>();
        await foreach (var piece in asked.Claude.GetStreamingResponseAsync("When do you open?"))
        {
            pieces.Add(piece);
        }

        return pieces;
    }
}
