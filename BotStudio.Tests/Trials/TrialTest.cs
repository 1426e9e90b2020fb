using BotStudio.Core.Bots;
using BotStudio.Core.Trials.Questions;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Trials;

/// <summary>Base of tests about trying prompts out: a bot with a prompt, in an account of its own.</summary>
public abstract class TrialTest(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    protected AiServer Ai => acts.Ai;

    protected Bot Bot { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Ai.Always = AiReply.Echo;
        Bot = await Given(new Bot(AccountId, A.Document(A.TextCommand("price", "Ten euros.")).WithPrompt("You sell coffee."), Clock.Now));
    }

    // A key that was refused is tried again after a while.
    public override Task DisposeAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        return base.DisposeAsync();
    }

    protected async Task<Guid> AskAlsoAsync(string text, params Expectation[] expectations) =>
        (await Run((SaveTestQuestion act) => act.RunAsync(Bot.Id, null, new TestQuestionInput(text, null, expectations), Ct))).Value!.Id;
}
