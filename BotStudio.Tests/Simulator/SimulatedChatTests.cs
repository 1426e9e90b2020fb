using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Simulator;

public sealed class SimulatedChatTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;
    private SimulatedChat chat = null!;
    private BotDocument draft = A.Document(A.TextCommand("price", "10 euros")).WithPrompt();

    private IEnumerable<string?> Texts => chat.Lines.Select(line => line.Piece?.Text);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        ai.ForgetArrivals();
        chat = new SimulatedChat(
            ActivatorUtilities.CreateInstance<Simulate>(Acts.Services),
            new AiCaller(AccountId, Guid.CreateVersion7()),
            new TelegramChannel(null!, null!, null!, NullLogger<TelegramChannel>.Instance),
            Clock
        );
    }

    public override Task DisposeAsync()
    {
        chat.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task What_is_said_while_the_bot_thinks_is_answered_in_order()
    {
        var thought = new TaskCompletionSource();
        ai.Next(AiReply.Text("Nine euros.").After(thought.Task), AiReply.Text("Yes."));

        var first = SayAsync("Cheaper?");
        var second = SayAsync("Really?");
        Assert.True(chat.IsThinking);
        thought.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["Cheaper?", "Really?", "Nine euros.", "Yes."], Texts);
        Assert.False(chat.IsThinking);
    }

    [Fact]
    public async Task The_model_hears_what_was_said_before_and_no_later()
    {
        await SayAsync("/price");
        await SayAsync("Too much.");

        var reply = chat.Lines[^1].Reply!;

        Assert.Equal(["/price", "10 euros", "Too much."], reply.Asked!.Turns.Select(turn => turn.Text));
        Assert.Equal([true, false, true], reply.Asked.Turns.Select(turn => turn.FromContact));
    }

    [Fact]
    public async Task An_answer_comes_from_the_draft_as_it_is_at_that_moment()
    {
        await SayAsync("/price");
        draft = A.Document(A.TextCommand("price", "12 euros"));
        await SayAsync("/price");

        Assert.Equal(["/price", "10 euros", "/price", "12 euros"], Texts);
    }

    [Fact]
    public async Task A_long_text_comes_in_pieces_as_in_the_channel_and_counts_once_for_the_model()
    {
        var text = string.Join("\n\n", Enumerable.Repeat(new string('a', 900), 8));
        draft = A.Document(A.TextCommand("long", text)).WithPrompt();
        await SayAsync("/long");
        Assert.Equal(3, chat.Lines.Count);

        await SayAsync("Shorter!");

        Assert.Equal(["/long", text, "Shorter!"], chat.Lines[^1].Reply!.Asked!.Turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task Silence_has_its_reason_too()
    {
        draft = A.Document() with { Fallback = [] };

        await SayAsync("Hello");

        Assert.Null(chat.Lines[^1].Piece);
        Assert.Equal(ReplyStep.Fallback, chat.Lines[^1].Reply!.Reason.Step);
    }

    [Fact]
    public async Task Starting_over_forgets_everything_and_stops_the_model()
    {
        ai.Next(AiReply.Stall);
        var asking = SayAsync("Hello");
        await ai.RequestAsync();

        chat.Reset();
        await asking.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Empty(chat.Lines);
        Assert.False(chat.IsThinking);
        await SayAsync("/price");
        Assert.Equal(["/price", "10 euros"], Texts);
    }

    [Fact]
    public async Task An_answer_is_seen_while_it_is_written()
    {
        var pen = new AiPen();
        ai.Next(AiReply.Written(pen));
        var seen = NextGrowth();
        var asking = SayAsync("When do you open?");
        pen.Write("We open ");

        Assert.Equal("We open ", await seen);
        Assert.Equal(["When do you open?"], Texts);
        pen.End("at nine.");
        await asking;
        Assert.Equal("", chat.Growing);
        Assert.Equal(["When do you open?", "We open at nine."], Texts);
    }

    [Fact]
    public async Task What_was_seen_of_a_stopped_answer_stays_and_the_chat_goes_on()
    {
        var pen = new AiPen();
        ai.Next(AiReply.Written(pen), AiReply.Text("Yes."));
        var seen = NextGrowth();
        var asking = SayAsync("When do you open?");
        pen.Write("We open ");
        await seen;
        var next = SayAsync("On Sundays, too?");

        chat.Stop();
        await Task.WhenAll(asking, next).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["When do you open?", "On Sundays, too?", "We open…", "Yes."], Texts);
        var stopped = chat.Lines[2].Reply!;
        Assert.True(stopped.Reason.WasStopped);
        Assert.True(stopped.Usage!.TokensIn > 0);
    }

    [Fact]
    public async Task An_answer_that_is_stopped_before_its_first_word_says_nothing()
    {
        ai.Next(AiReply.Stall);
        var asking = SayAsync("When do you open?");
        await ai.RequestAsync();

        chat.Stop();
        await asking.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Null(chat.Lines[^1].Piece);
        Assert.True(chat.Lines[^1].Reply!.Reason.WasStopped);
    }

    [Fact]
    public async Task With_streaming_switched_off_an_answer_comes_whole()
    {
        var pen = new AiPen();
        draft = draft with { Prompt = draft.Prompt with { Streams = false } };
        ai.Next(AiReply.Written(pen));
        var grew = false;
        chat.Grew += (_, _) => grew = true;
        pen.Write("We open ");
        pen.End("at nine.");

        await SayAsync("When do you open?");

        Assert.False(grew);
        Assert.False(ai.Requests[^1].IsStream);
        Assert.Equal("We open at nine.", chat.Lines[^1].Piece!.Text);
    }

    [Fact]
    public async Task The_contact_is_answered_in_the_language_of_their_phone()
    {
        chat.Language = "uk";

        await SayAsync("/start");

        Assert.Equal("Вітаємо в крамниці!", chat.Lines[^1].Piece!.Text);
    }

    private async Task<string> NextGrowth()
    {
        var growth = new TaskCompletionSource<string>();
        chat.Grew += (_, _) => growth.TrySetResult(chat.Growing);
        return await growth.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private Task SayAsync(string text) => chat.SayAsync(() => draft, text, "Anna");
}
