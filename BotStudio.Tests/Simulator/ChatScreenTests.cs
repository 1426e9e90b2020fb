using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Tests.Support;
using BotStudio.Web.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Simulator;

public sealed class ChatScreenTests
{
    private readonly ChatScreen screen = new(new TelegramChannel(null!, null!, null!, NullLogger<TelegramChannel>.Instance));

    [Fact]
    public void What_the_bot_changes_is_changed_in_its_place()
    {
        Hear(IncomingKind.Text, "/size", Say("Which size?"));
        var question = screen.Lines[1];

        Hear(IncomingKind.ButtonTap, "Small", Say("Which size? Small") with { EditsExternalId = question.Id });

        Assert.Equal("Which size? Small", question.Piece!.Text);
        Assert.Equal(["/size", "Which size? Small"], Shown);
        Assert.Equal("Which size? Small", question.Spoken);
    }

    [Fact]
    public void A_change_of_something_that_is_gone_is_said_anew()
    {
        Hear(IncomingKind.ButtonTap, "Small", Say("Noted") with { EditsExternalId = "99" });

        Assert.Equal(["Noted"], Shown);
    }

    [Fact]
    public void A_tap_that_is_answered_anew_is_shown()
    {
        Hear(IncomingKind.ButtonTap, "Prices", Say("10 euros"));

        Assert.Equal(["Prices", "10 euros"], Shown);
    }

    [Fact]
    public void Keys_stay_until_they_are_taken_away()
    {
        var keys = new ReplyKeyboard([
            [new ReplyKey("Share", KeyRequest.Contact)],
        ]);
        Hear(IncomingKind.Text, "hi", Say("Your phone?") with { Keyboard = keys });
        Hear(IncomingKind.Text, "why?", Say("To call you."));
        Assert.Equal(keys, screen.Keyboard);

        Hear(IncomingKind.Text, "no", Say("Fine.") with { Keyboard = new ReplyKeyboard([]) });
        Assert.Null(screen.Keyboard);
    }

    [Fact]
    public void A_picture_is_shown_and_a_model_hears_that_there_was_one()
    {
        var message = Message(IncomingKind.Media) with { Media = SampleMedia.Photo };
        screen.Show(new SimulatedReply([Say("Nice!")], Reason, TimeSpan.Zero), message, screen.Hear(message, "", A.Moment), A.Moment);

        Assert.Equal("photo", screen.Lines[0].Piece!.Media!.Kind);
        Assert.Equal("🖼", screen.Lines[0].Spoken);
    }

    private static readonly ReplyReason Reason = new(ReplyStep.Fallback);

    private IEnumerable<string> Shown => screen.Lines.Where(line => line.IsShown).Select(line => line.Piece!.Text);

    private void Hear(IncomingKind kind, string text, OutgoingMessage answer)
    {
        var message = Message(kind);
        screen.Show(new SimulatedReply([answer], Reason, TimeSpan.Zero), message, screen.Hear(message, text, A.Moment), A.Moment);
    }

    private static OutgoingMessage Say(string text) => new() { Text = text };

    private static IncomingMessage Message(IncomingKind kind) =>
        new()
        {
            ChatId = "1",
            ChatKind = ChatKind.Private,
            From = new Sender("1", "Alex"),
            Kind = kind,
        };
}
