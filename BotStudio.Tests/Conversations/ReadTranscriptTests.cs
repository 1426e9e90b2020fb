using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

public sealed class ReadTranscriptTests(Acts acts) : ActTest(acts)
{
    private Bot bot = null!;
    private Chats chats = null!;
    private Chat chat = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        chats = new Chats(Acts.Services, Clock);
        bot = await Given(new Bot(AccountId, new BotDocument { Name = "Shop", Fallback = new LocalizedText("en", "?") }, Clock.Now));
        chat = await chats.BeginAsync(bot, "Anna", "Kowalska");
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_said()
    {
        await chats.HeardAsync(chat, "Hello");
        await chats.SaidAsync(chat, "Hi Anna");
        await chats.HeardAsync(chat, "How much?");

        var transcript = await Read();

        Assert.Equal(["Hello", "Hi Anna", "How much?"], transcript.Messages.Select(message => message.Text));
        Assert.Equal("Anna Kowalska", transcript.Messages[0].From?.DisplayName);
        Assert.Null(transcript.Messages[1].From);
        Assert.False(transcript.HasEarlier);
    }

    [Fact]
    public async Task Earlier_messages_are_read_backwards_part_by_part()
    {
        for (var i = 1; i <= 5; i++)
        {
            await chats.HeardAsync(chat, $"{i}");
        }

        var end = await Read(size: 2);
        var middle = await Read(end.Messages[0].Id, size: 2);
        var start = await Read(middle.Messages[0].Id, size: 2);

        Assert.Equal(["4", "5"], end.Messages.Select(message => message.Text));
        Assert.Equal(["2", "3"], middle.Messages.Select(message => message.Text));
        Assert.Equal(["1"], start.Messages.Select(message => message.Text));
        Assert.Equal([true, true, false], [end.HasEarlier, middle.HasEarlier, start.HasEarlier]);
    }

    [Fact]
    public async Task A_reply_tells_why_it_was_given_and_what_it_cost()
    {
        await chats.SaidAsync(
            chat,
            "We open at nine.",
            new ReplyReason(ReplyStep.Ai, Version: 3) { DroppedTurns = 2, WasCut = true },
            ai: new AiUsage("gpt-x", 120, 30, 850)
        );

        var reply = Assert.Single((await Read()).Messages);

        Assert.Equal(new ReplyReason(ReplyStep.Ai, Version: 3) { DroppedTurns = 2, WasCut = true }, reply.Reason);
        Assert.Equal(("gpt-x", 120, 30, 850), (reply.Model, reply.TokensIn, reply.TokensOut, reply.LatencyMs));
    }

    [Fact]
    public async Task Buttons_are_rows_of_captions()
    {
        await chats.SaidAsync(
            chat,
            "Choose",
            buttons: """[[{"text":"Buy","data":"b:1"}],[{"text":"Site","url":"https://shop.example"}]]"""
        );

        var reply = Assert.Single((await Read()).Messages);

        Assert.Equal(
            [
                ["Buy"],
                ["Site"],
            ],
            reply.Buttons.Select(row => row.Select(button => button.Text))
        );
        Assert.Equal("https://shop.example", reply.Buttons[1][0].Url);
    }

    [Fact]
    public async Task What_did_not_arrive_says_why()
    {
        await chats.SaidAsync(chat, "Hi", status: MessageStatus.Failed, error: "Bad Request: chat not found");

        var reply = Assert.Single((await Read()).Messages);

        Assert.Equal((MessageStatus.Failed, "Bad Request: chat not found"), (reply.Status, reply.Error));
    }

    [Fact]
    public async Task A_conversation_of_another_bot_is_not_found()
    {
        var other = await Given(new Bot(AccountId, new BotDocument { Name = "Other" }, Clock.Now));

        var outcome = await Run((ReadTranscript act) => act.RunAsync(other.Id, chat.ConversationId, null, 10, Ct));

        Assert.Equal(Problem.NotFound, outcome.Problem);
    }

    private async Task<Transcript> Read(Guid? before = null, int size = 50)
    {
        var outcome = await Run((ReadTranscript act) => act.RunAsync(bot.Id, chat.ConversationId, before, size, Ct));
        return outcome.Value!;
    }
}
