using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Keys;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Ai;

/// <summary>When a model does not answer: the second one, and a rest for a provider that is down.</summary>
public sealed class AskModelTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;

    [Theory]
    [InlineData(404, "model_not_found")]
    [InlineData(402, "insufficient_quota")]
    public async Task The_second_model_answers_when_the_first_cannot(int status, string code)
    {
        ai.Next(AiReply.Status(status, code), AiReply.Text("Nine euros."));

        var answer = Assert.IsType<AiAnswer.Text>(await AskAsync("gpt-4o", "gpt-4.1-mini"));

        Assert.Equal("Nine euros.", answer.Value);
        Assert.StartsWith("gpt-4.1-mini", answer.Model, StringComparison.Ordinal);
        Assert.Equal("gpt-4o", Assert.IsType<AiAnswer.Failed>(Assert.Single(answer.Also)).Model);
    }

    [Fact]
    public async Task A_second_model_may_be_another_provider_s()
    {
        await Run((SetAiKey act) => act.RunAsync("anthropic", "sk-ant-1234567890ab", ai.AnthropicUrl.AbsoluteUri, Ct));
        ai.Next(AiReply.Status(404, "model_not_found"));

        var answer = Assert.IsType<AiAnswer.Text>(await AskAsync("gpt-4o", "claude-haiku-4-5"));

        Assert.Equal(("anthropic", true), (answer.Provider, answer.IsOwnKey));
    }

    [Fact]
    public async Task When_both_fail_the_first_one_s_reason_counts()
    {
        ai.Next(AiReply.Status(402, "insufficient_quota"), AiReply.Status(404, "model_not_found"));

        var failed = Assert.IsType<AiAnswer.Failed>(await AskAsync("gpt-4o", "gpt-4.1-mini"));

        Assert.Equal(("ai.quota", "gpt-4o"), (failed.Code, failed.Model));
        Assert.Equal("ai.model_unknown", Assert.IsType<AiAnswer.Failed>(Assert.Single(failed.Also)).Code);
    }

    [Fact]
    public async Task What_the_provider_will_not_talk_about_is_not_asked_twice()
    {
        ai.Next(AiReply.Status(400, "content_policy_violation"));
        var before = ai.Requests.Count;

        var failed = Assert.IsType<AiAnswer.Failed>(await AskAsync("gpt-4o", "gpt-4.1-mini"));

        Assert.Equal("ai.refused", failed.Code);
        Assert.Equal(1, ai.Requests.Count - before);
    }

    private Task<AiAnswer> AskAsync(string model, string fallbackModel) =>
        Run(
            (AskModel act) => act.RunAsync(new AiCaller(AccountId, Guid.CreateVersion7()), Questions.Of("Hi", model, fallbackModel), [], Ct)
        );
}
