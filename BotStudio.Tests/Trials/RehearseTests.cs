using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Questions;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Tests.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Trials;

public sealed class RehearseTests(AiActs acts) : TrialTest(acts)
{
    [Fact]
    public async Task What_the_model_calls_is_noted_and_nothing_of_it_is_done()
    {
        Ai.Next(AiReply.CallTool("ask_human", """{"reason":"refund"}"""), AiReply.Text("Somebody will write to you."));

        var answer = await RehearseAsync(A.Document().WithPrompt().WithBuiltIn("ask_human"), "I want my money back");

        Assert.Equal(new RehearsedCall("ask_human", """{"reason":"refund"}"""), Assert.Single(answer.Calls));
        Assert.Equal("Somebody will write to you.", answer.Text);
        Assert.True(new CallsTool("ask_human").Judge(answer, "en")!.IsMet);
        Assert.Equal("ask_human", new CallsTool("register_lead").Judge(answer, "en")!.Found);
        await using var db = OpenDatabase();
        Assert.False(await db.Conversations.AnyAsync(c => c.AccountId == AccountId));
    }

    [Fact]
    public async Task Words_and_commands_answer_as_they_would_without_the_model()
    {
        var before = Ai.Requests.Count;

        var answer = await RehearseAsync(A.Document(A.TextCommand("price", "Ten euros.")).WithPrompt(), "/price");

        Assert.Equal((ReplyStep.Command, "price", "Ten euros.", null), (answer.Step, answer.Command, answer.Text, answer.Model));
        Assert.Equal(before, Ai.Requests.Count);
    }

    [Fact]
    public async Task Without_an_answer_the_fallback_and_the_reason_are_said()
    {
        Ai.Next(AiReply.Status(400, "content_filter"));

        var answer = await RehearseAsync(A.Document().WithPrompt(), "Hello?");

        Assert.NotNull(answer.Problem);
        Assert.NotEmpty(answer.Text);
    }

    [Fact]
    public async Task Draft_and_live_answer_side_by_side_and_a_conversation_remembers_its_own_column()
    {
        await Run((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));
        Ai.Always = AiReply.Of(request => $"{request.Messages.Count - 1} {request.LastUserText}");
        var wish = new TrialWish(
            ["One", "Two"],
            [new Contestant(TrialTarget.Draft), new Contestant(TrialTarget.Live), new Contestant(TrialTarget.Draft, "gpt-4o")],
            null,
            AsOneConversation: true,
            "Alex"
        );

        var answers = await Run(
            async (TryMessages act) =>
            {
                var trial = (await act.RunAsync(Bot.Id, wish, null, Ct)).Value!;
                return await act.AnswerAsync(trial, Ct).ToListAsync();
            }
        );

        Assert.Equal(6, answers.Count);
        Assert.All(answers.Where(answer => answer.Message == 0), answer => Assert.Equal("1 One", answer.Answer.Text));
        Assert.All(answers.Where(answer => answer.Message == 1), answer => Assert.Equal("3 Two", answer.Answer.Text));
        Assert.Contains(Ai.Requests.TakeLast(6), request => request.Model == "gpt-4o");
    }

    [Fact]
    public async Task A_bench_that_is_stopped_ends_at_once_with_what_was_answered_by_then()
    {
        Ai.Next(AiReply.Text("I am first."));
        Ai.Always = AiReply.Stall;
        using var stop = new CancellationTokenSource();
        var wish = new TrialWish(
            [.. Enumerable.Range(0, 8).Select(i => $"Question {i}")],
            [new Contestant(TrialTarget.Draft)],
            null,
            false,
            "Alex"
        );

        var answers = await Run(
                async (TryMessages act) =>
                {
                    var trial = (await act.RunAsync(Bot.Id, wish, null, Ct)).Value!;
                    var came = new List<TrialAnswer>();
                    await foreach (var answer in act.AnswerAsync(trial, stop.Token))
                    {
                        came.Add(answer);
                        await stop.CancelAsync();
                    }

                    return came;
                }
            )
            .WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("I am first.", Assert.Single(answers).Answer.Text);
    }

    private Task<Rehearsal> RehearseAsync(BotDocument document, string text) =>
        Acts
            .Services.GetRequiredService<Rehearse>()
            .RunAsync(
                new AiCaller(AccountId, Bot.Id),
                BotSnapshot.Compile(document, number: null),
                SampleContact.Writes(text, "Alex", Clock.Now),
                SampleContact.In(null),
                [],
                otherModel: null,
                Ct
            );
}
