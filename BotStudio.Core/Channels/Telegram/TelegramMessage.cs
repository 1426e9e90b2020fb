using System.Globalization;
using System.Text.Json;
using BotStudio.Core.Conversations;
using static BotStudio.Core.Channels.Telegram.TelegramFields;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Collects what counts of a Message, CallbackQuery or ChatMemberUpdated and then says what it means for the bot. Throws
/// <see cref="JsonException"/> with a reason where a field that is needed is missing or has the wrong shape.
/// </summary>
internal struct TelegramMessage(string botId, string? botUsername)
{
    // Stand-ins that write for others (core.telegram.org/bots/api#message, sender_chat).
    private const long GroupAnonymousBot = 1087968824;
    private const long ChannelBot = 136817688;

    /// <summary>InlineKeyboardButton.callback_data, in bytes of UTF-8.</summary>
    private const int LongestTapData = 64;

    // In this order: an animation also comes as a document, a venue also as a location.
    private static readonly (byte[] Field, string Kind)[] Media =
    [
        .. new[]
        {
            "animation",
            "venue",
            "photo",
            "video",
            "voice",
            "audio",
            "document",
            "sticker",
            "video_note",
            "location",
            "contact",
            "poll",
            "dice",
            "story",
            "game",
            "paid_media",
            "checklist",
            "invoice",
        }.Select(kind => (System.Text.Encoding.UTF8.GetBytes(kind), kind)),
    ];

    private TelegramPeer chat;
    private TelegramPeer from;
    private TelegramPeer senderChat;
    private long messageId;
    private long sentAt;
    private long editedAt;
    private string? text;
    private int media = int.MaxValue;
    private MessageMedia? carried;
    private bool hasUnknownContent;
    private bool isForwarded;
    private string? albumId;
    private string? businessId;
    private bool isFromBusinessBot;
    private long replyTo;
    private long threadId;
    private bool isInTopic;
    private bool isViaBot;
    private bool isAutomaticForward;
    private bool isReplyToBot;
    private bool isMentionedById;
    private List<(int Offset, int Length)>? mentions;
    private long movedTo;
    private long movedFrom;

    public readonly string? ChatId => chat.Id == 0 ? null : Text(chat.Id);

    public Received ReadMessage(ref Utf8JsonReader reader, bool isEdit)
    {
        ReadFields(ref reader);
        return Meaning(isEdit);
    }

    public Received ReadTap(ref Utf8JsonReader reader)
    {
        string? id = null;
        string? data = null;
        var shown = new TelegramMessage(botId, botUsername);
        ExpectObject(ref reader, "callback_query");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = ReadText(ref reader, "callback_query.id");
            }
            else if (reader.ValueTextEquals("from"u8))
            {
                from = TelegramPeer.Read(ref reader, "callback_query.from");
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                shown.ReadFields(ref reader);
                chat = shown.chat;
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                data = ReadText(ref reader, "callback_query.data");
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        if (from.Id == 0 || string.IsNullOrEmpty(id))
        {
            throw new JsonException("callback_query has no id or nobody who tapped.");
        }

        if (data is not null && System.Text.Encoding.UTF8.GetByteCount(data) > LongestTapData)
        {
            throw new JsonException("callback_query.data is longer than 64 bytes.");
        }

        return (data, ChatKindOf(chat)) switch
        {
            (null, _) => new Received.Ignored("A tap without data."),
            (_, null) => new Received.Ignored("A tap on a message that is in no chat of the bot."),
            (_, ChatKind.Broadcast) => new Received.Ignored("A tap in a channel."),
            var (_, kind) => new Received.Message(
                new IncomingMessage
                {
                    ChatId = Text(chat.Id),
                    ChatKind = kind.Value,
                    ThreadId = shown.ThreadId,
                    From = from.AsSender(),
                    Kind = IncomingKind.ButtonTap,
                    ButtonData = data,
                    TapId = id,
                    ExternalId = shown.ExternalId,
                }
            ),
        };
    }

    public Received ReadAvailability(ref Utf8JsonReader reader)
    {
        string? status = null;
        var mayWrite = true;
        ExpectObject(ref reader, "my_chat_member");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("chat"u8))
            {
                chat = TelegramPeer.Read(ref reader, "my_chat_member.chat");
            }
            else if (reader.ValueTextEquals("from"u8))
            {
                from = TelegramPeer.Read(ref reader, "my_chat_member.from");
            }
            else if (reader.ValueTextEquals("new_chat_member"u8))
            {
                (status, mayWrite) = ReadMember(ref reader);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        if (chat.Id == 0 || from.Id == 0 || status is null)
        {
            throw new JsonException("my_chat_member lacks its chat, person or status.");
        }

        bool? canWrite = status switch
        {
            "creator" or "administrator" or "member" => true,
            "restricted" => mayWrite,
            "left" or "kicked" => false,
            _ => null,
        };
        return (canWrite, ChatKindOf(chat)) switch
        {
            (null, _) => new Received.Ignored("my_chat_member with an unknown status."),
            (_, null or ChatKind.Broadcast) => new Received.Ignored("my_chat_member of a channel."),
            var (answer, kind) => new Received.Availability(Text(chat.Id), kind.Value, from.AsSender(), answer.Value),
        };
    }

    public Received ReadStop(ref Utf8JsonReader reader)
    {
        var draftId = 0L;
        ExpectObject(ref reader, "stopped_message_generation");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("chat"u8))
            {
                chat = TelegramPeer.Read(ref reader, "stopped_message_generation.chat");
            }
            else if (reader.ValueTextEquals("draft_id"u8))
            {
                draftId = ReadNumber(ref reader, "stopped_message_generation.draft_id");
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        return chat.Id == 0 ? throw new JsonException("stopped_message_generation.chat is missing.")
            : draftId is > 0 and <= int.MaxValue ? new Received.DraftStopped((int)draftId)
            : new Received.Ignored("A draft of somebody else's.");
    }

    // What people write to the owner of a business account is no part of their own chat with the bot, though both chats have their id.
    private readonly string? ThreadId =>
        businessId is not null ? TelegramChannel.BusinessThread(businessId)
        : isInTopic && threadId > 0 ? Text(threadId)
        : null;

    private readonly string? ExternalId => messageId > 0 ? Text(messageId) : null;

    private void ReadFields(ref Utf8JsonReader reader)
    {
        ExpectObject(ref reader, "message");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message_id"u8))
            {
                messageId = ReadNumber(ref reader, "message.message_id");
            }
            else if (reader.ValueTextEquals("from"u8))
            {
                from = TelegramPeer.Read(ref reader, "message.from");
            }
            else if (reader.ValueTextEquals("chat"u8))
            {
                chat = TelegramPeer.Read(ref reader, "message.chat");
            }
            else if (reader.ValueTextEquals("date"u8))
            {
                sentAt = ReadNumber(ref reader, "message.date");
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                text = ReadText(ref reader, "message.text");
            }
            else if (reader.ValueTextEquals("caption"u8))
            {
                text = ReadText(ref reader, "message.caption");
            }
            else if (reader.ValueTextEquals("entities"u8) || reader.ValueTextEquals("caption_entities"u8))
            {
                ReadEntities(ref reader);
            }
            else if (reader.ValueTextEquals("edit_date"u8))
            {
                editedAt = ReadNumber(ref reader, "message.edit_date");
            }
            else if (reader.ValueTextEquals("sender_chat"u8))
            {
                senderChat = TelegramPeer.Read(ref reader, "message.sender_chat");
            }
            else if (reader.ValueTextEquals("reply_to_message"u8))
            {
                ReadReply(ref reader);
            }
            else if (reader.ValueTextEquals("message_thread_id"u8))
            {
                threadId = ReadNumber(ref reader, "message.message_thread_id");
            }
            else if (reader.ValueTextEquals("is_topic_message"u8))
            {
                isInTopic = ReadFlag(ref reader);
            }
            else if (reader.ValueTextEquals("via_bot"u8))
            {
                isViaBot = ReadPresence(ref reader);
            }
            else if (reader.ValueTextEquals("is_automatic_forward"u8))
            {
                isAutomaticForward = ReadFlag(ref reader);
            }
            else if (reader.ValueTextEquals("media_group_id"u8))
            {
                albumId = ReadText(ref reader, "message.media_group_id");
            }
            // The second is what servers before 7.0 say.
            else if (reader.ValueTextEquals("forward_origin"u8) || reader.ValueTextEquals("forward_date"u8))
            {
                isForwarded |= ReadPresence(ref reader);
            }
            else if (reader.ValueTextEquals("business_connection_id"u8))
            {
                businessId = ReadText(ref reader, "message.business_connection_id");
            }
            else if (reader.ValueTextEquals("sender_business_bot"u8))
            {
                isFromBusinessBot = ReadPresence(ref reader);
            }
            else if (reader.ValueTextEquals("migrate_to_chat_id"u8))
            {
                movedTo = ReadNumber(ref reader, "message.migrate_to_chat_id");
            }
            else if (reader.ValueTextEquals("migrate_from_chat_id"u8))
            {
                movedFrom = ReadNumber(ref reader, "message.migrate_from_chat_id");
            }
            else
            {
                ReadMedia(ref reader);
            }
        }

        if (chat.Id == 0)
        {
            throw new JsonException("message.chat is missing.");
        }
    }

    private readonly Received Meaning(bool isEdit)
    {
        if (movedTo != 0 || movedFrom != 0)
        {
            return movedTo != 0
                ? new Received.ChatMoved(Text(chat.Id), Text(movedTo))
                : new Received.ChatMoved(Text(movedFrom), Text(chat.Id));
        }

        if (ChatKindOf(chat) is not { } chatKind)
        {
            return new Received.Ignored("A chat of an unknown type.");
        }

        if (chatKind == ChatKind.Broadcast)
        {
            return new Received.Ignored("A post in a channel.");
        }

        if (isViaBot || isAutomaticForward)
        {
            return new Received.Ignored("Written by another bot, or copied from a channel.");
        }

        if (AuthorOf(chatKind) is not { } author)
        {
            throw new JsonException("message.from is missing.");
        }

        if (author.IsBot)
        {
            return new Received.Ignored("Written by a bot.");
        }

        // The other side of a business chat has the chat's id; whoever else writes there is the account's owner.
        if (businessId is not null && (isFromBusinessBot || from.Id != chat.Id))
        {
            return new Received.Ignored("Written for a business account, not to it.");
        }

        var isUnknown = hasUnknownContent && chatKind == ChatKind.Private && !isEdit;
        if (string.IsNullOrEmpty(text) && media == int.MaxValue && !isUnknown)
        {
            return new Received.Ignored("A message without text or media.");
        }

        var (command, addressee, arguments) = CommandIn(text);
        var isForAnother = addressee is not null && !addressee.Equals(botUsername, StringComparison.OrdinalIgnoreCase);
        if (isForAnother && chatKind == ChatKind.Group)
        {
            return new Received.Ignored("A command for another bot.");
        }

        var isCommand = command is not null && !isForAnother && !isEdit;
        var isAddressed = addressee is not null || isReplyToBot || isMentionedById || IsMentionedByName();
        return new Received.Message(
            new IncomingMessage
            {
                ChatId = Text(chat.Id),
                ChatKind = chatKind,
                ChatTitle = chatKind == ChatKind.Group ? chat.Title : null,
                ThreadId = ThreadId,
                From = author,
                Kind =
                    isEdit ? IncomingKind.Edit
                    : media < int.MaxValue || string.IsNullOrEmpty(text) ? IncomingKind.Media
                    : IncomingKind.Text,
                Text = text ?? "",
                MediaKind =
                    media < int.MaxValue ? Media[media].Kind
                    : string.IsNullOrEmpty(text) ? TelegramMedia.Unknown
                    : null,
                Media = isEdit ? null : carried,
                AlbumId = albumId,
                IsForwarded = isForwarded,
                ReplyToExternalId = replyTo > 0 ? Text(replyTo) : null,
                BusinessConnectionId = businessId,
                ExternalId = ExternalId,
                SentAt = TimeOf(isEdit && editedAt > 0 ? editedAt : sentAt),
                IsForBot = chatKind == ChatKind.Private || isCommand || isAddressed,
                IsForAnyBot = chatKind == ChatKind.Group && isCommand && !isAddressed,
                CommandName = isCommand ? command : null,
                CommandArguments = isCommand ? arguments : "",
            }
        );
    }

    // In a private chat the chat is the person. An admin who hides behind the group, and a member who writes as a channel, are known
    // only by that chat.
    private readonly Sender? AuthorOf(ChatKind chatKind) =>
        from.Id switch
        {
            0 when chatKind == ChatKind.Private => chat.AsSender(),
            0 when senderChat.Id == 0 => null,
            0 or GroupAnonymousBot or ChannelBot when senderChat.Id != 0 => senderChat.AsSender(),
            _ => from.AsSender(),
        };

    private readonly bool IsMentionedByName()
    {
        if (mentions is null || text is null || botUsername is null)
        {
            return false;
        }

        foreach (var (offset, length) in mentions)
        {
            // "@name", counted in UTF-16 units as .NET counts.
            if (
                offset >= 0
                && length == botUsername.Length + 1
                && offset <= text.Length - length
                && text.AsSpan(offset + 1, length - 1).Equals(botUsername, StringComparison.OrdinalIgnoreCase)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The command a text begins with: <c>/name</c> or <c>/name@bot</c> up to a space or the end.</summary>
    private static (string? Name, string? Addressee, string Arguments) CommandIn(string? text)
    {
        if (text is not ['/', ..])
        {
            return (null, null, "");
        }

        var nameEnd = EndOfWord(text, 1);
        var end = nameEnd;
        string? addressee = null;
        if (nameEnd < text.Length && text[nameEnd] == '@')
        {
            end = EndOfWord(text, nameEnd + 1);
            addressee = text[(nameEnd + 1)..end];
        }

        var isCommand = nameEnd > 1 && addressee is not "" && (end == text.Length || char.IsWhiteSpace(text[end]));
        return isCommand ? (text[1..nameEnd].ToLowerInvariant(), addressee, text[end..].Trim()) : (null, null, "");
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end;
    }

    // Basic groups have negative ids, supergroups and channels too; an old client may leave the type out.
    private static ChatKind? ChatKindOf(in TelegramPeer chat) =>
        chat.Type switch
        {
            "private" => ChatKind.Private,
            "group" or "supergroup" => ChatKind.Group,
            "channel" => ChatKind.Broadcast,
            null when chat.Id > 0 => ChatKind.Private,
            null when chat.Id < 0 => ChatKind.Group,
            _ => null,
        };

    private static DateTimeOffset TimeOf(long unixSeconds) =>
        unixSeconds is > 0 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds) : default;

    private void ReadMedia(ref Utf8JsonReader reader)
    {
        for (var index = 0; index < Media.Length; index++)
        {
            if (reader.ValueTextEquals(Media[index].Field))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.Null or JsonTokenType.False || index > media)
                {
                    reader.Skip();
                    return;
                }

                media = index;
                carried = TelegramMedia.Read(ref reader, Media[index].Kind);
                return;
            }
        }

        var field = reader;
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            hasUnknownContent |= TelegramMedia.IsUnknownContent(field.GetString()!);
        }

        reader.Skip();
    }

    private void ReadEntities(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadEntity(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadEntity(ref Utf8JsonReader reader)
    {
        var isMention = false;
        var offset = -1;
        var length = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isMention = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("mention"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("offset"u8))
            {
                offset = ReadSmallNumber(ref reader);
            }
            else if (reader.ValueTextEquals("length"u8))
            {
                length = ReadSmallNumber(ref reader);
            }
            // Only a text_mention has one: a mention of somebody by id.
            else if (reader.ValueTextEquals("user"u8))
            {
                isMentionedById |= IsBot(TelegramPeer.Read(ref reader, "message.entities.user").Id);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        if (isMention)
        {
            (mentions ??= []).Add((offset, length));
        }
    }

    // In a topic every message "replies" to the one that opened the topic; that is no reply to its author.
    private void ReadReply(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var isFromBot = false;
        var isTopicStart = false;
        var id = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("from"u8))
            {
                isFromBot = IsBot(TelegramPeer.Read(ref reader, "message.reply_to_message.from").Id);
            }
            else if (reader.ValueTextEquals("message_id"u8))
            {
                id = ReadNumber(ref reader, "message.reply_to_message.message_id");
            }
            else if (reader.ValueTextEquals("forum_topic_created"u8))
            {
                isTopicStart = ReadPresence(ref reader);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        isReplyToBot = isFromBot && !isTopicStart;
        replyTo = isTopicStart ? 0 : id;
    }

    private static (string? Status, bool MayWrite) ReadMember(ref Utf8JsonReader reader)
    {
        string? status = null;
        var isMember = true;
        var canSend = true;
        reader.Read();
        ExpectObject(ref reader, "my_chat_member.new_chat_member");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("status"u8))
            {
                status = ReadText(ref reader, "my_chat_member.new_chat_member.status");
            }
            else if (reader.ValueTextEquals("is_member"u8))
            {
                isMember = ReadFlag(ref reader);
            }
            else if (reader.ValueTextEquals("can_send_messages"u8))
            {
                canSend = ReadFlag(ref reader);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        return (status, isMember && canSend);
    }

    private readonly bool IsBot(long id) => id != 0 && Text(id) == botId;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
