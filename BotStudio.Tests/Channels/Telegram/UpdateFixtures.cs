using System.Globalization;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;

namespace BotStudio.Tests.Channels.Telegram;

/// <summary>
/// What each file in Fixtures/telegram/updates means for the bot @shop_demo_bot (id 7123456789), stated after reading the file. Written as
/// <see cref="Describe"/> does: kind, chat[/topic], "by" whom where that is not the chat itself, command, text.
/// </summary>
public static class UpdateFixtures
{
    public const string BotId = "7123456789";
    public const string BotUsername = "shop_demo_bot";

    private const string NoContent = "ignored: A message without text or media.";
    private const string NotJson = "refused: The body is not JSON.";
    private const string Channel = "ignored: A post in a channel.";

    public static readonly IReadOnlyDictionary<string, string> Expected = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["derived_album_part_2"] = "photo 279058397",
        ["derived_business_connection_disabled"] = "ignored: business_connection",
        ["derived_business_message_by_bot"] = "ignored: Written for a business account, not to it.",
        ["derived_callback_foreign_data"] = "tap 279058397: flow:999999:not-in-this-bot;DROP TABLE",
        ["derived_callback_in_group_by_other_user"] = "tap -1001234567890 by 5999999999: form:1:yes",
        ["derived_channel_post_no_from"] = "ignored: channel_post",
        ["derived_chat_member_joined_by_link"] = "ignored: chat_member",
        ["derived_command_not_at_start"] = "text 279058397: текст /price в середине",
        ["derived_contact_foreign"] = "contact 279058397",
        ["derived_document_hostile_name"] = "document 279058397: <script>alert(1)</script>",
        ["derived_entities_nested"] = "text 279058397: Ссылка и код",
        ["derived_forum_topic_message"] = "text -1001234567890/77 by 279058397, not for the bot: in topic",
        ["derived_forward_hidden_user"] = "text 279058397: fw",
        ["derived_group_anonymous_admin"] = "text -1001234567890, not for the bot: as admin",
        ["derived_group_command_other_bot"] = "ignored: A command for another bot.",
        ["derived_message_date_zero_like_inaccessible"] = "tap 279058397: x",
        ["derived_message_reaction_removed"] = "ignored: message_reaction",
        ["derived_my_chat_member_restricted"] = "cannot write to -1001234567890",
        ["derived_my_chat_member_user_blocked"] = "cannot write to 279058397",
        ["derived_my_chat_member_user_unblocked"] = "can write to 279058397",
        ["derived_supergroup_text"] = "text -1001234567890 by 279058397, not for the bot: hi",
        ["derived_text_4096_code_points"] = "text 279058397: 😀… 8192",
        ["derived_text_4096_utf16"] = "text 279058397: 𝒳… 4096",
        ["derived_text_bidi_zero_width"] = "text 279058397: \u202e\u2066evil\u200b\u200d\ufeffend",
        ["derived_text_csv_formula"] = "text 279058397: =HYPERLINK(\"http://evil\",\"x\")",
        ["derived_two_kinds"] = "text 279058397: a",
        ["derived_unknown_chat_type"] = "ignored: A chat of an unknown type.",
        ["derived_unknown_entity_type"] = "text 279058397: abc",
        ["derived_unknown_fields_everywhere"] = "text 279058397: hi",
        ["derived_unknown_member_status"] = "ignored: my_chat_member with an unknown status.",
        ["derived_unknown_message_content"] = "unknown 279058397",
        ["derived_unknown_reaction_type"] = "ignored: message_reaction",
        ["derived_update_id_random_jump_down"] = "text 279058397: after a week of silence",
        ["derived_user_id_52_bits"] = "text 4503599627370495: big",
        ["derived_users_shared"] = NoContent,
        ["derived_voice_over_20mb"] = "voice 279058397",
        ["derived_web_app_data"] = NoContent,
        ["derived_write_access_allowed"] = NoContent,
        ["docs_audio"] = "audio 1111111",
        ["docs_callback_query_inline_message"] = "ignored: A tap on a message that is in no chat of the bot.",
        ["docs_chosen_inline_result"] = "ignored: chosen_inline_result",
        ["docs_entities"] = "text 1111111: Bold and italics",
        ["docs_forwarded_channel"] = "text 1111111 [start]: /start",
        ["docs_text_chat_without_type"] = "text 1111111 [start]: /start",
        ["docs_voice"] = "voice 1111111",
        ["luzrain_callback_query"] = "tap 123456789: test_callback_1",
        ["luzrain_channel_post"] = "ignored: channel_post",
        ["luzrain_command"] = "text 123456789 [testcommand with attrs]: /testcommand with attrs",
        ["luzrain_edited_message"] = "edit 123456789: test111",
        ["luzrain_message"] = "text 123456789: test test",
        ["luzrain_pre_checkout_query"] = "ignored: pre_checkout_query",
        ["luzrain_shipping_query"] = "ignored: shipping_query",
        ["malformed_callback_without_from"] = "refused: callback_query has no id or nobody who tapped.",
        ["malformed_chat_id_zero"] = "refused: message.chat has no id.",
        ["malformed_empty_object"] = "refused: update_id is missing or not a positive integer.",
        ["malformed_entity_splits_surrogate"] = "text 279058397: 😀x",
        ["malformed_from_is_array"] = "refused: message.from is not an object.",
        // The endpoint refuses it by its size before anybody reads it.
        ["malformed_huge_text_1mib"] = "text 279058397: A… 1048576",
        // What is wrong inside of media is left out: nothing of it is needed to answer.
        ["malformed_location_strings"] = "location 279058397",
        ["malformed_missing_chat"] = "refused: message.chat is missing.",
        ["malformed_nested_replies_200"] = "text 279058397: x",
        ["malformed_null_top_level"] = "refused: An update is a JSON object.",
        ["malformed_photo_object"] = "photo 279058397",
        ["malformed_pre_checkout_amount_negative"] = "ignored: pre_checkout_query",
        ["malformed_raw_bom"] = NotJson,
        ["malformed_raw_duplicate_keys"] = "text 279058397: сырой 😀",
        ["malformed_raw_escaped_nul"] = "text 279058397: ab 😀",
        ["malformed_raw_html"] = NotJson,
        ["malformed_raw_latin1"] = "refused: A text in it is not valid Unicode.",
        ["malformed_raw_leading_zero"] = NotJson,
        ["malformed_raw_nul_byte"] = NotJson,
        ["malformed_raw_single_quotes"] = NotJson,
        ["malformed_raw_truncated"] = NotJson,
        ["malformed_raw_whitespace"] = NotJson,
        ["malformed_string_top_level"] = "refused: An update is a JSON object.",
        ["malformed_text_null"] = NoContent,
        ["malformed_update_id_negative"] = "refused: update_id is missing or not a positive integer.",
        ["malformed_voice_without_file_id"] = "voice 279058397",
        ["nutgram_callback_query_inaccessible_message"] = "tap 222222222: thedata",
        ["nutgram_chat_member"] = "ignored: chat_member",
        ["nutgram_chat_owner_changed"] = NoContent,
        ["nutgram_chat_owner_left"] = NoContent,
        ["nutgram_checklist"] = "checklist 12345",
        ["nutgram_checklist_tasks_done"] = NoContent,
        ["nutgram_chosen_inline_result"] = "ignored: chosen_inline_result",
        ["nutgram_command_message"] = "text 456 [start]: /start",
        ["nutgram_command_with_parameters"] = "text 456 [register HR John Doe]: /register HR John Doe",
        ["nutgram_community_chat_added"] = NoContent,
        ["nutgram_contact"] = "contact 12345",
        ["nutgram_deleted_business_messages"] = "ignored: deleted_business_messages",
        ["nutgram_direct_message_price_changed"] = NoContent,
        ["nutgram_document"] = "document 456",
        ["nutgram_edited_message"] = "edit 999999999: Editing this message",
        ["nutgram_forum_topic_closed"] = NoContent,
        ["nutgram_forum_topic_created"] = NoContent,
        ["nutgram_game"] = "ignored: Written by another bot, or copied from a channel.",
        ["nutgram_giveaway"] = NoContent,
        ["nutgram_giveaway_completed"] = NoContent,
        ["nutgram_giveaway_created"] = NoContent,
        ["nutgram_group_chat_created"] = NoContent,
        ["nutgram_inline_query"] = "ignored: inline_query",
        ["nutgram_invoice"] = "invoice 12345",
        ["nutgram_left_chat_member"] = NoContent,
        ["nutgram_location"] = "location 12345",
        ["nutgram_managed_bot_created"] = NoContent,
        ["nutgram_message"] = "text 456: Ciao",
        ["nutgram_message_auto_delete_timer_changed"] = NoContent,
        ["nutgram_message_different_topic_reply"] = "text -1001234567489/33 by 123456, not for the bot: bbbb",
        ["nutgram_message_poll"] = "poll 12345",
        ["nutgram_message_topic"] = "text -1001234567489/33 by 123456, not for the bot: lòklò",
        ["nutgram_new_chat_photo"] = NoContent,
        ["nutgram_new_chat_title"] = NoContent,
        ["nutgram_not_command"] = "text 10081232: aa /test",
        ["nutgram_poll_answer"] = "ignored: poll_answer",
        ["nutgram_pre_checkout_query"] = "ignored: pre_checkout_query",
        ["nutgram_rich_message"] = "ignored: Written by a bot.",
        ["nutgram_subscription"] = "ignored: subscription",
        ["nutgram_supergroup_chat_created"] = NoContent,
        ["nutgram_users_shared"] = NoContent,
        ["nutgram_video_chat_ended"] = NoContent,
        ["nutgram_video_chat_participants_invited"] = NoContent,
        ["nutgram_video_chat_started"] = NoContent,
        ["teloxide_chat_boost_added"] = Channel,
        ["teloxide_chat_boost_removed"] = "ignored: removed_chat_boost",
        ["teloxide_de_image"] = "photo 250918540",
        ["teloxide_de_media_forwarded"] = "video 250918540",
        ["teloxide_de_private_chat_text_message"] = "text 408258968: 4",
        ["teloxide_de_shared_chat"] = NoContent,
        ["teloxide_empty_message"] = NoContent,
        ["teloxide_giveaway"] = Channel,
        ["teloxide_giveaway_winners"] = Channel,
        ["teloxide_issue_1107"] = "story -1001293752024 by 6962620676, not for the bot",
        ["teloxide_issue_1107_2"] = "text -1001293752024 by 5964236329 [report], for the bot that knows it: /report",
        ["teloxide_issue_419"] = "text -1001160242915, not for the bot: text",
        ["teloxide_issue_427"] = "-599075523 moved to -1001555296434",
        ["teloxide_issue_475"] = NoContent,
        ["teloxide_issue_481"] = "refused: message.chat has no id.",
        ["teloxide_issue_874"] = NoContent,
        ["teloxide_message_reaction_updated"] = "ignored: message_reaction",
        ["teloxide_message_reaction_updated_2"] = "ignored: message_reaction",
        ["teloxide_paid_media_purchased_de"] = "ignored: purchased_paid_media",
        ["teloxide_parse_caption_entities"] = "photo 27433968: www.example.com",
        ["teloxide_poll_answer_with_voter_chat_de"] = "ignored: poll_answer",
        ["teloxide_show_caption_above_media"] = "photo 1459074222: El Psy Kongroo",
        ["teloxide_suggested_post_approved"] = Channel,
        ["teloxide_suggested_post_declined"] = Channel,
        ["teloxide_suggested_post_paid"] = Channel,
        ["teloxide_suggested_post_refunded"] = Channel,
        ["teloxide_topic_created"] = NoContent,
        ["teloxide_topic_message"] = "text -1001847508954/4 by 1253681278, not for the bot: blah",
    };

    public static readonly TheoryData<string> Names = [.. Expected.Keys];

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "telegram", "updates");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    public static string Describe(Received received) =>
        received switch
        {
            Received.Message { Incoming: var message } => Describe(message),
            Received.Availability { CanWrite: var canWrite, ChatId: var chat } => $"{(canWrite ? "can" : "cannot")} write to {chat}",
            Received.ChatMoved moved => $"{moved.OldChatId} moved to {moved.NewChatId}",
            Received.Ignored ignored => $"ignored: {ignored.Reason}",
            Received.Refused refused => $"refused: {refused.Reason}",
            _ => throw new ArgumentOutOfRangeException(nameof(received)),
        };

    private static string Describe(IncomingMessage message)
    {
        var kind = message.Kind switch
        {
            IncomingKind.ButtonTap => "tap",
            IncomingKind.Edit => "edit",
            IncomingKind.Media => message.MediaKind,
            _ => "text",
        };
        var place = message.ThreadId is null ? message.ChatId : $"{message.ChatId}/{message.ThreadId}";
        var author = message.From.ExternalId == message.ChatId ? "" : $" by {message.From.ExternalId}";
        var command = message.CommandName is null ? "" : $" [{$"{message.CommandName} {message.CommandArguments}".Trim()}]";
        var addressee =
            !message.IsForBot ? ", not for the bot"
            : message.IsForAnyBot ? ", for the bot that knows it"
            : "";
        var text = message.ButtonData ?? message.Text;
        if (text.Length > 1000)
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{text.EnumerateRunes().First()}… {text.Length}");
        }

        return $"{kind} {place}{author}{command}{addressee}{(text.Length == 0 ? "" : ": ")}{text}";
    }
}
