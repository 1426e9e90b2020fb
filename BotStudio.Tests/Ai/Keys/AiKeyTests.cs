using BotStudio.Core.Accounts;
using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai.Keys;

/// <summary>Keys of an account's own: how they come in, what is asked with them, and when no more.</summary>
public sealed class AiKeyTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;
    private readonly string key = $"sk-own-{Guid.CreateVersion7():n}";

    [Fact]
    public async Task A_key_is_tried_out_sealed_and_never_shown_again()
    {
        var checks = ai.Checks;

        var saved = await SaveAsync();

        Assert.Equal((AiProviders.OpenAi, key[^4..]), (saved.Value!.Provider, saved.Value.Hint));
        Assert.Equal(ai.Models.Order(), saved.Value.Models);
        Assert.Equal(1, ai.Checks - checks);
        await using var db = OpenDatabase();
        var row = await db.AiKeys.SingleAsync(k => k.AccountId == AccountId);
        Assert.DoesNotContain(key, row.SealedKey, StringComparison.Ordinal);
        Assert.Equal(key, Acts.Services.GetRequiredService<SecretText>().Open(row.SealedKey));
        Assert.DoesNotContain(Acts.Log.Lines, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_the_provider_refuses_is_not_kept()
    {
        ai.Refuse(key);

        Assert.Equal("ai.key_not_accepted", (await SaveAsync()).Problem?.Code);

        Assert.Empty((await Run((ListAiKeys act) => act.RunAsync(Ct))).Keys);
    }

    [Theory]
    [InlineData("nobody", "sk-1234567890abcdef", null, "ai.unknown_provider")]
    [InlineData("openai", "", null, "ai.key_missing")]
    [InlineData("openai", "sk with blanks", null, "ai.key_malformed")]
    [InlineData("openai", "sk-ключ", null, "ai.key_malformed")]
    [InlineData("compatible", "", null, "ai.base_url_missing")]
    [InlineData("compatible", "", "ftp://example.com", "outbound.bad_address")]
    [InlineData("compatible", "", "http://user@example.com", "outbound.bad_address")]
    [InlineData("compatible", "", "https://example.com/v1?key=1", "outbound.bad_address")]
    [InlineData("compatible", "", "http://10.0.0.1/v1", "outbound.private_address")]
    [InlineData("compatible", "", "http://169.254.169.254/latest", "outbound.private_address")]
    [InlineData("anthropic", "sk-ant-1234567890", "http://localhost:5000", "outbound.private_address")]
    public async Task What_cannot_work_is_refused_before_anything_is_kept(string provider, string apiKey, string? baseUrl, string code)
    {
        var outcome = await Run((SetAiKey act) => act.RunAsync(provider, apiKey, baseUrl, Ct));

        Assert.Equal(code, outcome.Problem?.Code);
    }

    [Fact]
    public async Task Something_else_at_the_address_is_not_taken_for_a_provider()
    {
        await using var owner = await OwnerServer.StartAsync();
        var outcome = await Run((SetAiKey act) => act.RunAsync("compatible", "", owner.Url.AbsoluteUri, Ct));

        Assert.Contains(outcome.Problem?.Code, new[] { "ai.not_a_provider", "ai.provider_trouble" });
    }

    [Theory]
    [InlineData(Role.Editor, "forbidden")]
    [InlineData(Role.Admin, null)]
    public async Task Keys_are_for_admins(Role role, string? expected)
    {
        var outcome = await Run((SetAiKey act) => act.RunAsync("openai", key, ai.BaseUrl.AbsoluteUri, Ct), role);

        Assert.Equal(expected, outcome.Problem?.Code);
    }

    [Fact]
    public async Task What_an_account_asks_goes_with_its_own_key_and_after_removing_it_with_the_platform_s()
    {
        Assert.Equal("Bearer " + AiActs.PlatformKey, (await AskAsync()).Authorization);

        var saved = await SaveAsync();
        Assert.Equal("Bearer " + key, (await AskAsync()).Authorization);

        await Run((RemoveAiKey act) => act.RunAsync(saved.Value!.Id, Ct));
        Assert.Equal("Bearer " + AiActs.PlatformKey, (await AskAsync()).Authorization);
    }

    [Fact]
    public async Task A_model_is_asked_of_the_provider_that_serves_it()
    {
        ai.Models = ["claude-haiku-4-5"];
        await Run((SetAiKey act) => act.RunAsync("anthropic", key, ai.AnthropicUrl.AbsoluteUri, Ct));
        ai.Models = ["gpt-4o-mini", "gpt-4o"];

        var claude = await AskAsync("claude-haiku-4-5");
        Assert.Equal((AiServer.AnthropicPath, "Bearer " + key, "claude-haiku-4-5"), (claude.Path, claude.Authorization, claude.Model));

        var gpt = await AskAsync("gpt-4o");
        Assert.Equal(("Bearer " + AiActs.PlatformKey, "gpt-4o"), (gpt.Authorization, gpt.Model));

        var said = await AskAsync("anthropic:some-new-model");
        Assert.Equal((AiServer.AnthropicPath, "some-new-model"), (said.Path, said.Model));
    }

    [Fact]
    public async Task An_endpoint_of_one_s_own_serves_the_models_it_lists_and_those_nobody_knows()
    {
        ai.Models = ["llama3.2:3b", "gpt-4o"];
        await Run((SetAiKey act) => act.RunAsync("compatible", "", ai.BaseUrl.AbsoluteUri, Ct));
        ai.Models = ["gpt-4o-mini", "gpt-4o"];

        Assert.Equal("Bearer none", (await AskAsync("llama3.2:3b")).Authorization);
        Assert.Equal("Bearer none", (await AskAsync("my-own-finetune")).Authorization);
        Assert.Equal("Bearer none", (await AskAsync("gpt-4o")).Authorization);
        Assert.Equal("Bearer " + AiActs.PlatformKey, (await AskAsync("gpt-4.1")).Authorization);
    }

    [Fact]
    public async Task The_standard_model_answers_for_prompts_that_name_none()
    {
        await Run((ChooseStandardModel act) => act.RunAsync("gpt-4.1-mini", Ct));

        Assert.Equal("gpt-4.1-mini", (await AskAsync()).Model);
        Assert.Equal("gpt-4o", (await AskAsync("gpt-4o")).Model);
        Assert.Equal(
            "ai.no_key_for_model",
            (await Run((ChooseStandardModel act) => act.RunAsync("anthropic:claude-haiku-4-5", Ct))).Problem?.Code
        );
    }

    [Fact]
    public async Task A_key_that_is_refused_is_not_used_again_until_it_is_checked_or_replaced()
    {
        var saved = await SaveAsync();
        ai.Refuse(key);
        var before = ai.Requests.Count;

        Assert.Equal("ai.own_key_refused", await FailAsync());
        Assert.Equal("ai.own_key_refused", await FailAsync());
        Clock.Advance(TimeSpan.FromDays(1));
        Acts.Services.GetRequiredService<LiveKeys>().Forget(AccountId);
        Assert.Equal("ai.own_key_refused", await FailAsync());
        Assert.Equal(1, ai.Requests.Count - before);
        Assert.NotNull(Assert.Single((await Run((ListAiKeys act) => act.RunAsync(Ct))).Keys).RefusedAt);

        Assert.Equal("ai.key_not_accepted", (await Run((CheckAiKey act) => act.RunAsync(saved.Value!.Id, Ct))).Problem?.Code);
        ai.Accept(key);
        Assert.Null((await Run((CheckAiKey act) => act.RunAsync(saved.Value!.Id, Ct))).Value!.RefusedAt);
        Assert.Equal("Bearer " + key, (await AskAsync()).Authorization);
    }

    [Fact]
    public async Task An_answer_that_goes_on_and_on_is_broken_off()
    {
        await Run((SetAiKey act) => act.RunAsync("compatible", "", ai.BaseUrl.AbsoluteUri, Ct));
        ai.Always = AiReply.Text(new string('x', 9 * 1024 * 1024));
        try
        {
            var route = (await Run((FindRoute act) => act.ForAsync(AccountId, "compatible:mine", Ct).AsTask()))!;

            var fault = await Assert.ThrowsAsync<AiProviderException>(() =>
                route.Connection.Chat.GetResponseAsync("Hi", new ChatOptions { ModelId = "mine" })
            );

            Assert.Equal("ai.unreachable", fault.Code);
        }
        finally
        {
            ai.Always = AiReply.Echo;
        }
    }

    [Fact]
    public async Task Another_address_needs_the_key_again()
    {
        await SaveAsync();

        var outcome = await Run((SetAiKey act) => act.RunAsync("openai", "", "https://example.com/v1", Ct));

        Assert.Equal("ai.key_missing", outcome.Problem?.Code);
    }

    private Task<Outcome<AiKeyRow>> SaveAsync() => Run((SetAiKey act) => act.RunAsync("openai", key, ai.BaseUrl.AbsoluteUri, Ct));

    private async Task<AiRequest> AskAsync(string? model = null)
    {
        Assert.IsType<AiAnswer.Text>(await AnswerAsync(model));
        return ai.Requests[^1];
    }

    private async Task<string> FailAsync() => Assert.IsType<AiAnswer.Failed>(await AnswerAsync(null)).Code;

    private Task<AiAnswer> AnswerAsync(string? model) =>
        Run((AskModel act) => act.RunAsync(new AiCaller(AccountId, Guid.CreateVersion7()), Questions.Of("Hi", model), [], Ct));
}
