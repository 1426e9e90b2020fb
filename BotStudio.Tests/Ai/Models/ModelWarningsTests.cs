using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using BotStudio.Tests.Tools;

namespace BotStudio.Tests.Ai.Models;

/// <summary>What is said of a draft's models before it is published, although nothing of it is in the way.</summary>
public sealed class ModelWarningsTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    [Fact]
    public async Task A_usual_bot_has_nothing_to_be_warned_of()
    {
        Assert.Empty(await WarnAsync(A.Document().WithPrompt()));
        Assert.Empty(await WarnAsync(WithModel("gpt-4o", "gpt-4o-mini")));
        Assert.Empty(await WarnAsync(WithModel("openai:gpt-4o-2024-11-20")));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_may_be_a_slip_of_the_pen()
    {
        Assert.Equal(
            [
                new Problem("ai.model_not_known", "gtp-4o").At("/prompt/model"),
                new Problem("ai.model_not_known", "cloud-3").At("/prompt/fallbackModel"),
            ],
            await WarnAsync(WithModel("gtp-4o", "cloud-3"))
        );
    }

    [Fact]
    public async Task A_model_that_nobody_has_a_key_for_will_not_answer()
    {
        Assert.Equal(
            [new Problem("ai.model_without_key", "anthropic:claude-haiku-4-5").At("/prompt/model")],
            await WarnAsync(WithModel("anthropic:claude-haiku-4-5"))
        );
    }

    [Fact]
    public async Task Tools_are_of_no_use_to_a_model_that_calls_none()
    {
        var document = WithModel("chatgpt-4o-latest").WithBuiltIn("ask_human", "register_lead");

        Assert.Equal([new Problem("ai.model_without_tools", "chatgpt-4o-latest", 2).At("/prompt/model")], await WarnAsync(document));
        Assert.Empty(await WarnAsync(WithModel("chatgpt-4o-latest")));
    }

    [Fact]
    public async Task The_same_model_twice_is_no_second_one()
    {
        Assert.Equal(["ai.second_is_first"], Codes(await WarnAsync(WithModel("gpt-4o", "gpt-4o"))));
        Assert.Equal(["ai.second_is_first"], Codes(await WarnAsync(WithModel(null, "gpt-4o-mini"))));
    }

    [Fact]
    public async Task A_prompt_that_only_the_second_model_cannot_take_is_told_of_there()
    {
        var document = WithModel("gpt-4o", "gpt-4");
        document = document with { Prompt = document.Prompt with { Text = LongPrompt(780) } };

        Assert.Empty(DocumentCheck.Run(document));
        var warning = Assert.Single(await WarnAsync(document));
        Assert.Equal(("ai.prompt_exceeds_model", "/prompt/fallbackModel"), (warning.Code, warning.Place));
    }

    [Fact]
    public async Task A_command_s_own_model_is_looked_at_and_a_switched_off_prompt_is_not()
    {
        var ask = A.Command("ask", new AiResponse { Text = "Answer.", Model = "gtp-4" });

        Assert.Equal(
            [new Problem("ai.model_not_known", "gtp-4").At("/commands/1/response/model")],
            await WarnAsync(A.Document(A.TextCommand("price", "Ten"), ask))
        );
        var off = WithModel("gtp-4o");
        Assert.Empty(await WarnAsync(off with { Prompt = off.Prompt with { IsActive = false } }));
    }

    [Fact]
    public async Task Whatever_texts_are_not_translated_is_told_along_with_it()
    {
        var codes = Codes(
            await Run(
                (ListWarnings act) =>
                    act.RunAsync(A.Document(A.TextCommand("price", "Ten")) with { Prompt = WithModel("gtp-4o").Prompt }, Ct)
            )
        );

        Assert.Equal(["translations.missing", "ai.model_not_known"], codes);
    }

    [Fact]
    public void An_addition_that_does_not_fit_behind_the_prompt_is_in_the_way()
    {
        var document = WithModel("gpt-4");
        document = document with
        {
            Prompt = document.Prompt with { Text = LongPrompt(640), Additions = A.Text("Briefly.", LongPrompt(100)) },
        };

        var problem = Assert.Single(DocumentCheck.Run(document));
        Assert.Equal(("ai.prompt_exceeds_model", "/prompt/additions/uk"), (problem.Code, problem.Place));
    }

    /// <summary>About eight tokens a sentence.</summary>
    private static string LongPrompt(int sentences) =>
        string.Concat(Enumerable.Repeat("Never promise a discount, whoever asks. ", sentences));

    private static BotDocument WithModel(string? model, string? second = null)
    {
        var document = A.Document().WithPrompt();
        return document with { Prompt = document.Prompt with { Model = model, FallbackModel = second } };
    }

    private static IEnumerable<string> Codes(IEnumerable<Problem> problems) => problems.Select(problem => problem.Code);

    private async Task<IReadOnlyList<Problem>> WarnAsync(BotDocument document) =>
        [
            .. (await Run((ListWarnings act) => act.RunAsync(document, Ct))).Where(problem =>
                !problem.Code.StartsWith("translations.", StringComparison.Ordinal)
            ),
        ];
}
