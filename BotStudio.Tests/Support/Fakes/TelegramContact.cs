using System.Globalization;
using System.Text.Json.Nodes;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>A person with the app in hand, in one chat with a bot.</summary>
public sealed class TelegramContact(TelegramBotAccount bot, long id, string firstName, string? language, long chatId, string? chatTitle)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SentMessage? lastHeard;

    public long Id => id;

    public long ChatId => chatId;

    public bool IsInGroup => chatTitle is not null;

    /// <summary>Topic of a forum in which the person writes from now on.</summary>
    public long? ThreadId { get; set; }

    /// <returns>The update's id; null when the bot does not want messages.</returns>
    public long? Says(string text, long? replyTo = null, bool replyIsToBot = true)
    {
        var message = NewMessage();
        message["text"] = text;
        if (text.StartsWith('/'))
        {
            var length = text.IndexOfAny([' ', '\n']) is var end and > 0 ? end : text.Length;
            message["entities"] = new JsonArray(Entity("bot_command", 0, length));
        }
        else if (text.IndexOf('@', StringComparison.Ordinal) is var at and >= 0)
        {
            var length = text.IndexOf(' ', at) is var end and > 0 ? end - at : text.Length - at;
            message["entities"] = new JsonArray(Entity("mention", at, length));
        }

        if (replyTo is not null)
        {
            message["reply_to_message"] = new JsonObject
            {
                ["message_id"] = replyTo,
                ["from"] = replyIsToBot ? bot.AsUser() : Person(),
                ["chat"] = Chat(),
                ["date"] = Now(),
                ["text"] = "earlier",
            };
        }

        return bot.Updates.Add("message", message, Order);
    }

    /// <summary>Sends media: <c>Shows("photo", new JsonArray(…))</c>.</summary>
    /// <param name="albumId">Same for all parts of an album.</param>
    public long? Shows(string kind, JsonNode content, string? caption = null, string? albumId = null)
    {
        var message = NewMessage();
        message[kind] = content;
        if (albumId is not null)
        {
            message["media_group_id"] = albumId;
        }

        if (caption is not null)
        {
            message["caption"] = caption;
        }

        return bot.Updates.Add("message", message, Order);
    }

    /// <summary>Sends a picture that Telegram has in two sizes.</summary>
    public long? ShowsPhoto(byte[] content, string? caption = null, string? albumId = null) =>
        Shows("photo", new JsonArray(Size(bot.Holds("photo", [1, 2, 3]), 90), Size(bot.Holds("photo", content), 800)), caption, albumId);

    public long? ShowsVoice(byte[] content, int seconds = 5) =>
        Shows(
            "voice",
            new JsonObject
            {
                ["file_id"] = bot.Holds("voice", content),
                ["duration"] = seconds,
                ["mime_type"] = "audio/ogg",
                ["file_size"] = content.Length,
            }
        );

    public long? ShowsDocument(byte[] content, string name, string mimeType = "application/pdf") =>
        Shows(
            "document",
            new JsonObject
            {
                ["file_id"] = bot.Holds("document", content),
                ["file_name"] = name,
                ["mime_type"] = mimeType,
                ["file_size"] = content.Length,
            }
        );

    /// <summary>Writes to the owner of a business account that the bot answers for.</summary>
    public long? WritesToBusiness(string connectionId, string text, long? writtenBy = null)
    {
        var message = NewMessage();
        message["text"] = text;
        message["business_connection_id"] = connectionId;
        if (writtenBy is not null)
        {
            message["from"] = new JsonObject
            {
                ["id"] = writtenBy,
                ["is_bot"] = false,
                ["first_name"] = "Owner",
            };
        }

        return bot.Updates.Add("business_message", message, Order);
    }

    public long? Edits(long messageId, string text)
    {
        var message = NewMessage();
        message["message_id"] = messageId;
        message["edit_date"] = Now();
        message["text"] = text;
        return bot.Updates.Add("edited_message", message, Order);
    }

    /// <summary>Taps a button of the message heard last, by its caption.</summary>
    /// <returns>The tap's id, to ask <see cref="SpinnerStopped"/>.</returns>
    public string Taps(string caption)
    {
        var button = lastHeard?.Buttons.SelectMany(row => row).FirstOrDefault(button => button.Text == caption);
        return TapsData(
            button?.Data
                ?? throw new InvalidOperationException(
                    $"No button \"{caption}\" under the last message: {lastHeard?.Text ?? "nothing was heard"}."
                )
        );
    }

    /// <summary>A tap with any data, also such as no button has.</summary>
    public string TapsData(string data)
    {
        var tapId = bot.NewTap();
        var shown = new JsonObject
        {
            ["message_id"] = lastHeard?.Id ?? bot.NextMessageId(),
            ["from"] = bot.AsUser(),
            ["chat"] = Chat(),
            ["date"] = Now(),
            ["text"] = lastHeard?.Text ?? "old",
        };
        AddThread(shown);
        bot.Updates.Add(
            "callback_query",
            new JsonObject
            {
                ["id"] = tapId,
                ["from"] = Person(),
                ["message"] = shown,
                ["chat_instance"] = "1",
                ["data"] = data,
            },
            // The server keeps taps in the order of the person, not of the chat.
            string.Create(CultureInfo.InvariantCulture, $"taps {id}")
        );
        return tapId;
    }

    public bool SpinnerStopped(string tapId) => bot.IsAcknowledged(tapId);

    public void Blocks()
    {
        bot.Block(chatId);
        ChangesMembership("member", "kicked");
    }

    public void Unblocks()
    {
        bot.Unblock(chatId);
        ChangesMembership("kicked", "member");
    }

    /// <summary>The group becomes a supergroup: messages to the old id are refused from now on.</summary>
    public void Upgrades(long newChatId)
    {
        bot.Move(chatId, newChatId);
        var message = NewMessage();
        message["migrate_to_chat_id"] = newChatId;
        bot.Updates.Add("message", message, Order);
    }

    /// <summary>The next message of the bot in this chat.</summary>
    public async Task<SentMessage> HearsAsync(TimeSpan? within = null)
    {
        lastHeard = await bot.NextMessageAsync(chatId, within ?? Patience);
        return lastHeard;
    }

    /// <summary>The next draft that the bot shows in this chat.</summary>
    public Task<SentDraft> SeesDraftAsync(TimeSpan? within = null) => bot.NextDraftAsync(chatId, within ?? Patience);

    /// <summary>Presses the button that stops the answer.</summary>
    public long? Stops(int draftId) =>
        bot.Updates.Add("stopped_message_generation", new JsonObject { ["chat"] = Chat(), ["draft_id"] = draftId }, Order);

    /// <summary>True when a message is there that was not listened to.</summary>
    public bool HasNews => bot.HasMessageFor(chatId);

    private string Order => string.Create(CultureInfo.InvariantCulture, $"chat {chatId}");

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static JsonObject Entity(string type, int offset, int length) =>
        new()
        {
            ["type"] = type,
            ["offset"] = offset,
            ["length"] = length,
        };

    private static JsonObject Size(string fileId, int side) =>
        new()
        {
            ["file_id"] = fileId,
            ["width"] = side,
            ["height"] = side,
        };

    private JsonObject NewMessage()
    {
        var message = new JsonObject
        {
            ["message_id"] = bot.NextMessageId(),
            ["from"] = Person(),
            ["chat"] = Chat(),
            ["date"] = Now(),
        };
        AddThread(message);
        return message;
    }

    private void AddThread(JsonObject message)
    {
        if (ThreadId is not null)
        {
            message["message_thread_id"] = ThreadId;
            message["is_topic_message"] = true;
        }
    }

    private JsonObject Person()
    {
        var person = new JsonObject
        {
            ["id"] = id,
            ["is_bot"] = false,
            ["first_name"] = firstName,
        };
        if (language is not null)
        {
            person["language_code"] = language;
        }

        return person;
    }

    private JsonObject Chat() =>
        chatTitle is null
            ? new JsonObject
            {
                ["id"] = chatId,
                ["type"] = "private",
                ["first_name"] = firstName,
            }
            : new JsonObject
            {
                ["id"] = chatId,
                ["type"] = "supergroup",
                ["title"] = chatTitle,
            };

    private void ChangesMembership(string from, string to) =>
        bot.Updates.Add(
            "my_chat_member",
            new JsonObject
            {
                ["chat"] = Chat(),
                ["from"] = Person(),
                ["date"] = Now(),
                ["old_chat_member"] = new JsonObject { ["user"] = bot.AsUser(), ["status"] = from },
                ["new_chat_member"] = new JsonObject { ["user"] = bot.AsUser(), ["status"] = to },
            },
            Order
        );
}
