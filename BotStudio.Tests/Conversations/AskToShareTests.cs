using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

public sealed class AskToShareTests
{
    private static readonly BotDocument Document = A.Document(
        A.Command("menu", A.Menu(Share("phone", ButtonAction.ShareContact, "id-thanks"), Share("place", ButtonAction.ShareLocation, null))),
        A.TextCommand("thanks", "We call you at {{contact.phone}}.")
    );

    private readonly BotSnapshot bot = BotSnapshot.Compile(Document, 7);
    private Situation situation = Situation.Fresh;

    [Fact]
    public void A_button_asks_by_the_channels_own_key()
    {
        var said = Assert.Single(Say(A.Tap("b:phone.id-menu")).Messages);

        Assert.Equal([KeyRequest.Contact, KeyRequest.Text], said.Keyboard!.Rows.SelectMany(row => row).Select(key => key.Request));
        Assert.Empty(said.Buttons);
    }

    [Fact]
    public void The_senders_own_number_is_kept_and_answered_by_the_command()
    {
        Say(A.Tap("b:phone.id-menu"));
        var reply = Say(Contact("380671234567", "100"));

        Assert.Equal(["Thank you!", @"We call you at +380671234567."], reply.Messages.Select(m => m.Text.Replace("\\", "")));
        Assert.Empty(reply.Messages[0].Keyboard!.Rows);
        Assert.Equal("+380671234567", situation.Contact.Fields["phone"]);
        Assert.Equal(new ReplyReason(ReplyStep.Shared, "thanks", 7), reply.Reason);
        Assert.Equal(ReplyStep.Fallback, Say(Contact("380671234567", "100")).Reason.Step);
    }

    [Theory]
    [InlineData("200")]
    [InlineData(null)]
    public void Somebody_elses_number_is_not_taken(string? person)
    {
        Say(A.Tap("b:phone.id-menu"));
        var reply = Say(Contact("380671234567", person));

        Assert.Contains("somebody else", Assert.Single(reply.Messages).Text, StringComparison.Ordinal);
        Assert.Empty(situation.Contact.Fields);
        Assert.Equal(ReplyStep.Shared, Say(Contact("380671234567", "100")).Reason.Step);
    }

    [Fact]
    public void A_place_is_kept_with_its_degrees()
    {
        Say(A.Tap("b:place.id-menu"));
        Say(
            A.Message("") with
            {
                Kind = IncomingKind.Media,
                MediaKind = "location",
                Media = new MessageMedia("location") { Latitude = 49.84, Longitude = -24.0301234 },
            }
        );

        Assert.Equal("49.84, -24.030123", situation.Contact.Fields["location"]);
    }

    [Fact]
    public void Cancelling_takes_the_keys_away()
    {
        Say(A.Tap("b:phone.id-menu").Speaking("uk"));
        var reply = Say(A.Message("Скасувати").Speaking("uk"));

        Assert.Empty(Assert.Single(reply.Messages).Keyboard!.Rows);
        Assert.Equal(ConversationState.Idle, situation.State);
    }

    [Fact]
    public void Other_messages_are_answered_meanwhile_and_sharing_still_works()
    {
        Say(A.Tap("b:phone.id-menu"));

        Assert.Equal(ReplyStep.Command, Say(A.Message("/thanks")).Reason.Step);
        Assert.Equal(ReplyStep.Shared, Say(Contact("1", "100")).Reason.Step);
    }

    [Fact]
    public void In_a_group_nobody_is_asked_for_a_number()
    {
        var reply = Say(A.Tap("b:phone.id-menu") with { ChatKind = ChatKind.Group });

        Assert.Null(Assert.Single(reply.Messages).Keyboard);
        Assert.Equal(ConversationState.Idle, situation.State);
    }

    private Reply Say(IncomingMessage message)
    {
        var reply = ChooseReply.For(bot, message, situation, A.Moment);
        situation = situation.After(reply);
        // What the database keeps of it is what the next turn reads.
        situation = situation with
        {
            State = ConversationState.Read(ConversationState.Write(situation.State)),
        };
        return reply;
    }

    private static IncomingMessage Contact(string phone, string? person) =>
        A.Message("") with
        {
            Kind = IncomingKind.Media,
            MediaKind = "contact",
            Media = new MessageMedia("contact") { Phone = phone, PersonExternalId = person },
        };

    private static MenuButton Share(string id, ButtonAction action, string? commandId) =>
        A.LinkButton(id, "") with
        {
            Action = action,
            CommandId = commandId,
        };
}
