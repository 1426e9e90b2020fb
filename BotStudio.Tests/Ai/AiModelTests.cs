using System.Net;
using System.Net.Sockets;
using BotStudio.Core.Ai;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Ai;

public sealed class AiModelTests : IAsyncLifetime
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
    public async Task An_answer_comes_with_its_model_and_tokens()
    {
        server.Next(AiReply.Text("We open at nine."));

        var answer = Assert.IsType<AiAnswer.Text>(await asked.AskAsync("When do you open?"));

        Assert.Equal("We open at nine.", answer.Value);
        Assert.Equal("gpt-4o-mini-2026-01-01", answer.Model);
        Assert.Equal((8, 4), (answer.TokensIn, answer.TokensOut));
        Assert.Equal(0, answer.DroppedTurns);
        Assert.False(answer.WasCut);
    }

    [Fact]
    public async Task The_model_reads_instructions_first_and_the_question_last()
    {
        var question = AskedModel.Question("") with
        {
            Turns = [new(true, "When do you open?"), new(false, "At nine."), new(true, "And on Sunday?")],
        };

        await asked.Model.AskAsync(question, default);

        var request = server.Requests.Single();
        Assert.Equal(
            [("system", "You sell bicycles."), ("user", "When do you open?"), ("assistant", "At nine."), ("user", "And on Sunday?")],
            request.Messages
        );
        Assert.Equal("Bearer sk-test", request.Authorization);
    }

    [Fact]
    public async Task A_bot_chooses_model_temperature_and_token_limit()
    {
        var question = AskedModel.Question("Hi") with { Model = "llama-3.3-70b", Temperature = 0.5, MaxOutputTokens = 300 };

        await asked.Model.AskAsync(question, default);

        var request = server.Requests.Single();
        Assert.Equal("llama-3.3-70b", request.Model);
        Assert.Equal(0.5, request.Number("temperature"));
        Assert.Equal(300, request.Number("max_tokens"));
    }

    [Fact]
    public async Task What_a_bot_leaves_open_is_left_to_the_model()
    {
        await asked.AskAsync("Hi");

        var request = server.Requests.Single();
        Assert.Equal("gpt-4o-mini", request.Model);
        Assert.False(request.Has("temperature") || request.Has("max_tokens") || request.Has("max_completion_tokens"));
    }

    [Fact]
    public async Task A_model_that_refuses_a_temperature_is_asked_without_one()
    {
        await asked.Model.AskAsync(AskedModel.Question("Hi") with { Model = "gpt-5-mini", Temperature = 0.5 }, default);

        Assert.False(server.Requests.Single().Has("temperature"));
    }

    [Fact]
    public async Task A_token_limit_is_lowered_to_what_a_known_model_gives()
    {
        await asked.Model.AskAsync(AskedModel.Question("Hi") with { MaxOutputTokens = 100_000 }, default);
        await asked.Model.AskAsync(AskedModel.Question("Hi") with { MaxOutputTokens = 5_000, Model = "my-own" }, default);

        Assert.Equal([16_384, 5_000], server.Requests.Select(request => request.Number("max_tokens")));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked()
    {
        await using var keyless = new AskedModel(server, options => options.ApiKey = null);

        var failed = Assert.IsType<AiAnswer.Failed>(await keyless.AskAsync("Hi"));

        Assert.False(keyless.Model.IsConfigured);
        Assert.Equal(("ai.no_key", false), (failed.Code, failed.IsPassing));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_pause_the_provider_asks_for_is_kept_before_the_next_try()
    {
        server.Next(AiReply.Status(429, "rate_limit_exceeded", retryAfter: "7"));

        var answer = Assert.IsType<AiAnswer.Text>(await asked.AskAsync("Hi"));

        Assert.Equal("Echo: Hi", answer.Value);
        var pause = Assert.Single(asked.Clock.Pauses);
        Assert.InRange(pause.TotalSeconds, 7, 7.7);
        Assert.Equal(pause, answer.Latency);
    }

    [Fact]
    public async Task A_pause_may_be_given_as_a_date()
    {
        server.Next(AiReply.Status(503, retryAfter: "Thu, 05 Mar 2026 14:05:20 GMT"));

        await asked.AskAsync("Hi");

        Assert.InRange(Assert.Single(asked.Clock.Pauses).TotalSeconds, 20, 22);
    }

    [Fact]
    public async Task Trouble_that_stays_is_given_up_after_four_tries_with_growing_pauses()
    {
        server.Always = AiReply.Status(500);

        var failed = Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi"));

        Assert.Equal(("ai.overloaded", true), (failed.Code, failed.IsPassing));
        Assert.Equal(4, server.Requests.Count);
        var pauses = asked.Clock.Pauses.Select(pause => pause.TotalSeconds).ToList();
        Assert.Collection(
            pauses,
            first => Assert.InRange(first, 0.375, 0.625),
            second => Assert.InRange(second, 0.75, 1.25),
            third => Assert.InRange(third, 1.5, 2.5)
        );
        Assert.Equal(pauses.Sum(), failed.Latency.TotalSeconds, precision: 3);
    }

    [Fact]
    public async Task A_pause_beyond_the_time_limit_is_handed_to_the_caller()
    {
        server.Next(AiReply.Status(429, retryAfter: "120"));

        var failed = Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi"));

        Assert.Equal(("ai.overloaded", true, TimeSpan.FromSeconds(120)), (failed.Code, failed.IsPassing, failed.RetryAfter));
        Assert.Single(server.Requests);
        Assert.Empty(asked.Clock.Pauses);
    }

    [Theory]
    [InlineData(400, null, "ai.refused")]
    [InlineData(400, "context_length_exceeded", "ai.prompt_too_long")]
    [InlineData(401, "invalid_api_key", "ai.key_refused")]
    [InlineData(402, null, "ai.quota")]
    [InlineData(403, null, "ai.key_refused")]
    [InlineData(404, "model_not_found", "ai.model_unknown")]
    [InlineData(413, null, "ai.prompt_too_long")]
    [InlineData(422, null, "ai.refused")]
    [InlineData(429, "insufficient_quota", "ai.quota")]
    [InlineData(302, null, "ai.unreachable")]
    public async Task A_refusal_is_named_and_not_repeated(int status, string? code, string expected)
    {
        server.Next(AiReply.Status(status, code));

        var failed = Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi"));

        Assert.Equal((expected, false), (failed.Code, failed.IsPassing));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_model_that_is_silent_is_given_up_at_the_time_limit()
    {
        server.Next(AiReply.Stall);

        var asking = asked.AskAsync("Hi");
        await server.RequestAsync();
        asked.Clock.Advance(TimeSpan.FromSeconds(60));

        var failed = Assert.IsType<AiAnswer.Failed>(await asking);
        Assert.Equal(("ai.timeout", true, TimeSpan.FromSeconds(60)), (failed.Code, failed.IsPassing, failed.Latency));
    }

    [Fact]
    public async Task Whoever_asks_may_stop_waiting()
    {
        server.Next(AiReply.Stall);
        using var stop = new CancellationTokenSource();

        var asking = asked.AskAsync("Hi", stop.Token);
        await server.RequestAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_unreachable()
    {
        await using var alone = new AskedModel(server, options => options.BaseUrl = new Uri($"http://127.0.0.1:{ClosedPort()}/v1"));

        var failed = Assert.IsType<AiAnswer.Failed>(await alone.AskAsync("Hi"));

        Assert.Equal(("ai.unreachable", true), (failed.Code, failed.IsPassing));
        Assert.Equal(3, alone.Clock.Pauses.Count);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        server.Next(AiReply.Cut);

        Assert.IsType<AiAnswer.Text>(await asked.AskAsync("Hi"));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("<html>Welcome to the proxy</html>", "ai.unreachable")]
    [InlineData("", "ai.unreachable")]
    [InlineData("[]", "ai.unreachable")]
    [InlineData("{}", "ai.unreachable")]
    [InlineData("null", "ai.unreachable")]
    [InlineData("""{"choices":[]}""", "ai.unreachable")]
    [InlineData("""{"choices":[{"index":0}]}""", "ai.unreachable")]
    [InlineData("""{"choices":"none","usage":7}""", "ai.unreachable")]
    public async Task An_answer_that_is_no_completion_is_a_failure_and_not_a_crash(string body, string expected)
    {
        server.Always = AiReply.Raw(body);

        var failed = Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi"));

        Assert.Equal(expected, failed.Code);
    }

    [Fact]
    public async Task An_empty_answer_is_a_failure_that_was_paid_for()
    {
        server.Next(AiReply.Empty);

        var failed = Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi there"));

        Assert.Equal(("ai.empty", 6), (failed.Code, failed.TokensIn));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_answer_that_the_providers_filter_held_back_is_refused()
    {
        server.Next(AiReply.Text("", finishReason: "content_filter"));

        Assert.Equal("ai.refused", Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi")).Code);
    }

    [Fact]
    public async Task An_answer_that_hit_the_token_limit_says_so()
    {
        server.Next(AiReply.Text("We are open on", finishReason: "length"));

        Assert.True(Assert.IsType<AiAnswer.Text>(await asked.AskAsync("Hi")).WasCut);
    }

    [Fact]
    public async Task The_oldest_turns_go_when_the_context_is_full()
    {
        var longStory = string.Concat(Enumerable.Repeat("a long story about bicycles ", 1_500));
        var question = AskedModel.Question("") with
        {
            Model = "gpt-4",
            Turns = [new(true, longStory), new(false, longStory), new(true, "And today?"), new(false, "Today too."), new(true, "Thanks!")],
        };

        var answer = Assert.IsType<AiAnswer.Text>(await asked.Model.AskAsync(question, default));

        Assert.Equal(2, answer.DroppedTurns);
        Assert.Equal(
            ["You sell bicycles.", "And today?", "Today too.", "Thanks!"],
            server.Requests.Single().Messages.Select(message => message.Text)
        );
    }

    [Fact]
    public async Task Instructions_that_fill_the_context_are_not_cut_but_refused()
    {
        var instructions = string.Concat(Enumerable.Repeat("Never promise a discount. ", 3_000));

        var answer = await asked.Model.AskAsync(AskedModel.Question("Hi", instructions) with { Model = "gpt-4" }, default);

        Assert.Equal("ai.prompt_too_long", Assert.IsType<AiAnswer.Failed>(answer).Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_log_tells_the_fault_and_never_what_was_said()
    {
        server.Next(AiReply.Status(429, "rate_limit_exceeded"), AiReply.Cut, AiReply.Garbage, AiReply.Status(401, "sk secret"));

        await asked.Model.AskAsync(AskedModel.Question("my-question", instructions: "my-prompt"), default);
        server.Next(AiReply.Text("my-answer"));
        await asked.AskAsync("my-question");

        Assert.Contains(asked.Log, line => line.Contains("rate_limit_exceeded"));
        Assert.Contains(asked.Log, line => line.Contains("ai.key_refused"));
        Assert.DoesNotContain(asked.Log, line => new[] { "my-", "sk-", "secret", "proxy" }.Any(line.Contains));
    }

    [Fact]
    public async Task A_thousand_questions_wait_side_by_side()
    {
        var everyoneIsHere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Always = AiReply.Echo.After(everyoneIsHere.Task);

        var asking = Enumerable.Range(0, 1_000).Select(i => asked.AskAsync($"Question {i}")).ToList();
        for (var i = 0; i < 1_000; i++)
        {
            await server.RequestAsync();
        }

        everyoneIsHere.SetResult();
        var answers = await Task.WhenAll(asking).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1_000, server.MostInFlight);
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(i => $"Echo: Question {i}"),
            answers.Select(answer => ((AiAnswer.Text)answer).Value)
        );
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Fact]
    public async Task A_provider_that_fails_for_everybody_gets_a_rest_and_is_tried_again()
    {
        server.Always = AiReply.Status(500);
        while (server.Requests.Count < 20)
        {
            await asked.AskAsync("Hi");
        }

        var before = server.Requests.Count;
        var failed = Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi"));
        Assert.Equal(("ai.paused", true), (failed.Code, failed.IsPassing));
        Assert.InRange(failed.RetryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(15));
        Assert.Equal(before, server.Requests.Count);

        server.Always = AiReply.Echo;
        await Task.Delay(failed.RetryAfter.Value, asked.Clock);
        Assert.IsType<AiAnswer.Text>(await asked.AskAsync("Hi"));
    }

    [Fact]
    public async Task Too_many_requests_are_no_reason_to_rest()
    {
        server.Always = AiReply.Status(429, "rate_limit_exceeded");
        while (server.Requests.Count < 30)
        {
            await asked.AskAsync("Hi");
        }

        Assert.Equal("ai.overloaded", Assert.IsType<AiAnswer.Failed>(await asked.AskAsync("Hi")).Code);
    }

    [Fact]
    public async Task Cached_tokens_are_told_apart()
    {
        server.Next(AiReply.Costing(tokensIn: 1_200, tokensCached: 1_024, tokensOut: 34));

        var answer = Assert.IsType<AiAnswer.Text>(await asked.AskAsync("Hi"));

        Assert.Equal((1_200, 1_024, 34), (answer.TokensIn, answer.TokensCached, answer.TokensOut));
        Assert.Equal(("openai", false), (answer.Provider, answer.IsOwnKey));
    }
}
