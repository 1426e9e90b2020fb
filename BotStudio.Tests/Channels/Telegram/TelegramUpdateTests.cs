using System.Text;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using FsCheck;
using FsCheck.Fluent;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramUpdateTests
{
    [Theory]
    [MemberData(nameof(UpdateFixtures.Names), MemberType = typeof(UpdateFixtures))]
    public void Every_known_update_means_what_was_stated(string name) =>
        Assert.Equal(UpdateFixtures.Expected[name], UpdateFixtures.Describe(Read(UpdateFixtures.Read(name)).Content));

    [Fact]
    public void No_file_is_without_a_statement() =>
        Assert.Equal(
            UpdateFixtures.Expected.Keys,
            Directory.GetFiles(UpdateFixtures.Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_order_of_an_update_is_that_of_its_chat()
    {
        Assert.Equal((700000030, "-1001234567890"), IdAndChat("derived_callback_in_group_by_other_user"));
        Assert.Equal((700000014, "279058397"), IdAndChat("derived_my_chat_member_user_blocked"));
        Assert.Equal((12, "279058397"), IdAndChat("derived_update_id_random_jump_down"));
        Assert.Equal((700000012, null), IdAndChat("derived_channel_post_no_from"));

        static (long?, string?) IdAndChat(string name)
        {
            var update = Read(UpdateFixtures.Read(name));
            return (update.Id, update.ChatId);
        }
    }

    [Fact]
    public void A_message_carries_who_wrote_what_and_when()
    {
        var message = Message(UpdateFixtures.Read("derived_forum_topic_message"));

        Assert.Equal(new Sender("279058397", "Анна", "Öztürk 👩🏽‍💻", "anna_test", "ru"), message.From);
        Assert.Equal(ChatKind.Group, message.ChatKind);
        Assert.Equal("5001", message.ExternalId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), message.SentAt);
    }

    [Fact]
    public void An_edit_carries_the_time_of_the_edit() =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1651938322), Message(UpdateFixtures.Read("luzrain_edited_message")).SentAt);

    [Fact]
    public void A_tap_carries_what_stops_its_spinner()
    {
        var tap = Message(UpdateFixtures.Read("luzrain_callback_query"));

        Assert.Equal(("608120766128219694", "1867"), (tap.TapId, tap.ExternalId));
        Assert.Equal("Anton", tap.From.FirstName);
    }

    [Theory]
    [InlineData("/start", "start", "")]
    [InlineData("/START@Shop_Demo_BOT   deep-Link_1 ", "start", "deep-Link_1")]
    [InlineData("/order\n2 pizzas", "order", "2 pizzas")]
    [InlineData("/path/to/file", null, "")]
    [InlineData("/", null, "")]
    [InlineData("/@shop_demo_bot", null, "")]
    [InlineData("/start@", null, "")]
    [InlineData("/помощь", null, "")]
    [InlineData("/help@other_bot", null, "")]
    public void A_command_stands_at_the_beginning(string text, string? name, string arguments)
    {
        var message = Message(PrivateText(text));

        Assert.Equal((name, arguments), (message.CommandName, message.CommandArguments));
        Assert.Equal(text, message.Text);
    }

    [Theory]
    [InlineData("/help@shop_demo_bot", "", true)]
    [InlineData("/help", "", true)]
    [InlineData("hi there", "", false)]
    [InlineData("😀 hi @Shop_Demo_Bot", """{"type":"mention","offset":6,"length":14}""", true)]
    [InlineData("😀 hi @somebody_else_", """{"type":"mention","offset":6,"length":15}""", false)]
    [InlineData("not in entities @shop_demo_bot", "", false)]
    [InlineData(
        "Магазин, привет",
        """{"type":"text_mention","offset":0,"length":7,"user":{"id":7123456789,"is_bot":true,"first_name":"x"}}""",
        true
    )]
    [InlineData(
        "Борис, привет",
        """{"type":"text_mention","offset":0,"length":5,"user":{"id":5,"is_bot":false,"first_name":"x"}}""",
        false
    )]
    [InlineData("short", """{"type":"mention","offset":2147483647,"length":14}""", false)]
    [InlineData("short", """{"type":"mention","offset":-1,"length":14}""", false)]
    public void In_a_group_the_bot_answers_what_is_meant_for_it(string text, string entity, bool isForBot) =>
        Assert.Equal(isForBot, Message(GroupText(text, $"\"entities\":[{entity}],")).IsForBot);

    [Theory]
    [InlineData("/rules", "", true)]
    [InlineData("/rules@shop_demo_bot", "", false)]
    [InlineData("/ask @shop_demo_bot", """{"type":"mention","offset":5,"length":14}""", false)]
    [InlineData("hi", "", false)]
    public void In_a_group_a_command_that_names_no_bot_is_for_the_one_that_knows_it(string text, string entity, bool isForAny)
    {
        Assert.Equal(isForAny, Message(GroupText(text, $"\"entities\":[{entity}],")).IsForAnyBot);
        Assert.False(Message(PrivateText(text)).IsForAnyBot);
    }

    [Theory]
    [InlineData("""{"message_id":1,"from":{"id":7123456789,"is_bot":true}}""", true)]
    [InlineData("""{"message_id":1,"from":{"id":5,"is_bot":false}}""", false)]
    [InlineData("""{"message_id":1,"from":{"id":7123456789,"is_bot":true},"forum_topic_created":{"name":"x"}}""", false)]
    public void A_reply_to_the_bot_is_meant_for_it(string original, bool isForBot) =>
        Assert.Equal(isForBot, Message(GroupText("and then?", $"\"reply_to_message\":{original},")).IsForBot);

    [Fact]
    public void Tap_data_longer_than_telegram_allows_is_refused()
    {
        var tap = """{"update_id":1,"callback_query":{"id":"1","from":{"id":5},"message":{"chat":{"id":5}},"data":"DATA"}}""";

        Assert.IsType<Received.Message>(Read(Bytes(tap.Replace("DATA", new string('я', 32), StringComparison.Ordinal))).Content);
        Assert.IsType<Received.Refused>(Read(Bytes(tap.Replace("DATA", new string('я', 33), StringComparison.Ordinal))).Content);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Prop.ForAll((byte[] body) => Read(body).Content is Received.Refused or Received.Ignored).QuickCheckThrowOnFailure();

    [Fact]
    public void Updates_cut_short_or_garbled_are_read_without_an_exception()
    {
        var originals = UpdateFixtures.Expected.Keys.Select(UpdateFixtures.Read).Where(body => body.Length < 5000).ToArray();
        var garbled =
            from original in Gen.Elements(originals)
            from cut in Gen.Choose(0, original.Length)
            from changes in Gen.ListOf(
                from place in Gen.Choose(0, Math.Max(0, cut - 1))
                from value in Gen.Choose(0, 255)
                select (place, (byte)value)
            )
            select Garble(original[..cut], changes);

        Prop.ForAll(
                garbled.ToArbitrary(),
                body =>
                {
                    Read(body);
                    TelegramUpdateIdOrNothing(body);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

        static byte[] Garble(byte[] body, IEnumerable<(int Place, byte Value)> changes)
        {
            foreach (var (place, value) in changes.Where(change => change.Place < body.Length))
            {
                body[place] = value;
            }

            return body;
        }
    }

    // The id is taken from bodies that were read as JSON before, so broken JSON is the caller's business.
    private static void TelegramUpdateIdOrNothing(byte[] body)
    {
        try
        {
            TelegramUpdate.IdOf(body);
        }
        catch (System.Text.Json.JsonException)
        {
            // What the caller expects of a body that is not JSON.
        }
    }

    private static ReadUpdate Read(byte[] body) => TelegramUpdate.Read(body, UpdateFixtures.BotId, UpdateFixtures.BotUsername);

    private static IncomingMessage Message(byte[] body) => Assert.IsType<Received.Message>(Read(body).Content).Incoming;

    private static byte[] PrivateText(string text) =>
        Bytes($$$"""{"update_id":1,"message":{"message_id":1,"from":{"id":5},"chat":{"id":5,"type":"private"},"text":{{{Json(text)}}}}}""");

    private static byte[] GroupText(string text, string more) =>
        Bytes(
            $$$"""{"update_id":1,"message":{"message_id":1,"from":{"id":5},"chat":{"id":-5,"type":"group"},{{{more}}}"text":{{{Json(text)}}}}}"""
        );

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
