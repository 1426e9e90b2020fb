using System.Globalization;
using System.Text.Json;
using BotStudio.Core.Conversations;
using static BotStudio.Core.Channels.Telegram.TelegramFields;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>A User or a Chat: what the two have in common, and what tells them apart.</summary>
internal struct TelegramPeer
{
    public long Id;
    public bool IsBot;
    public string? FirstName;
    public string? LastName;
    public string? Username;
    public string? Language;
    public string? Type;
    public string? Title;

    public readonly Sender AsSender() =>
        new(Id.ToString(CultureInfo.InvariantCulture), FirstName ?? Title ?? "", LastName, Username, Language) { IsBot = IsBot };

    public static TelegramPeer Read(ref Utf8JsonReader reader, string place)
    {
        var peer = default(TelegramPeer);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return peer;
        }

        ExpectObject(ref reader, place);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                peer.Id = ReadNumber(ref reader, place);
            }
            else if (reader.ValueTextEquals("is_bot"u8))
            {
                peer.IsBot = ReadFlag(ref reader);
            }
            else if (reader.ValueTextEquals("first_name"u8))
            {
                peer.FirstName = ReadText(ref reader, place);
            }
            else if (reader.ValueTextEquals("last_name"u8))
            {
                peer.LastName = ReadText(ref reader, place);
            }
            else if (reader.ValueTextEquals("username"u8))
            {
                peer.Username = ReadText(ref reader, place);
            }
            else if (reader.ValueTextEquals("language_code"u8))
            {
                peer.Language = ReadText(ref reader, place);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                peer.Type = ReadText(ref reader, place);
            }
            else if (reader.ValueTextEquals("title"u8))
            {
                peer.Title = ReadText(ref reader, place);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        return peer.Id != 0 ? peer : throw new JsonException($"{place} has no id.");
    }
}
