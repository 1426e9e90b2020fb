using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations.BuiltIns;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Forms;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>What one turn changes, committed as a whole: what was heard and said, what goes out, and the job's end.</summary>
public sealed record Turn(ClaimedJob Job, ConversationRef Conversation)
{
    /// <summary>What the contact wrote; null when it is stored already.</summary>
    public SpokenMessage? Heard { get; init; }

    /// <summary>The other parts of an album, behind <see cref="Heard"/>; without it, what joins a question that was asked before.</summary>
    public IReadOnlyList<SpokenMessage> AlsoHeard { get; init; } = [];

    public IReadOnlyList<SpokenMessage> Said { get; init; } = [];

    /// <summary>The job goes on as a question instead of ending.</summary>
    public AskedTurn? Ask { get; init; }

    /// <inheritdoc cref="Reply.State"/>
    public ConversationState? State { get; init; }

    /// <inheritdoc cref="Reply.Effects"/>
    public IReadOnlyList<TurnEffect> Effects { get; init; } = [];
}

/// <summary>A message as its row needs it.</summary>
public sealed record SpokenMessage
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required string Text { get; init; }

    public string? Buttons { get; init; }

    /// <summary>What the list of conversations shows of it.</summary>
    public string Preview => Carries is { } media ? $"{media.Sign} {(Text.Length > 0 ? Text : media.Words)}".TrimEnd() : Text;

    /// <summary>What it carries besides the text; null for nothing.</summary>
    public MessageMedia? Carries { get; init; }

    /// <summary>The same as its row keeps it.</summary>
    public string? Media => Carries is null ? null : JsonSerializer.Serialize(Carries, ConversationJson.Default.MessageMedia);

    /// <summary>JSON of <see cref="MessageSending"/>; null when there is nothing to say of it.</summary>
    public string? Sending { get; init; }

    public string? Reason { get; init; }

    public string? ExternalId { get; init; }

    public AiUsage? Ai { get; init; }

    /// <summary>For what is said: the message to send.</summary>
    public OutgoingMessage? Outgoing { get; init; }

    public static SpokenMessage Heard(Guid id, IncomingMessage message, BotSnapshot? bot, ContactProfile contact, DateTimeOffset now) =>
        new()
        {
            Id = id,
            At = now,
            Kind = message.Kind switch
            {
                IncomingKind.ButtonTap => "button",
                IncomingKind.Media => message.MediaKind ?? "media",
                _ => "text",
            },
            Text = message.Kind == IncomingKind.ButtonTap ? CaptionOf(message, bot, contact) : message.Text,
            Carries = message.Media,
            ExternalId = message.Kind == IncomingKind.ButtonTap ? null : message.ExternalId,
        };

    /// <param name="key">See <see cref="WrittenMessage.Key"/>.</param>
    public static SpokenMessage Said(
        Guid id,
        OutgoingMessage message,
        ReplyReason? reason,
        DateTimeOffset now,
        AiUsage? ai = null,
        string? key = null
    ) =>
        new()
        {
            Id = id,
            At = now,
            Kind = message.Media?.Kind ?? "text",
            Text = message.Text,
            Carries = message.Media,
            Sending = SendingOf(message, key),
            Buttons = message.Buttons.Count == 0 ? null : JsonSerializer.Serialize(message.Buttons, ConversationJson.Default.Buttons),
            Reason = reason is null ? null : JsonSerializer.Serialize(reason, ConversationJson.Default.ReplyReason),
            Ai = ai,
            Outgoing = message,
        };

    private static string? SendingOf(OutgoingMessage message, string? key) =>
        message is { EditsExternalId: null, Keyboard: null, Form: TextForm.Markdown } && key is null
            ? null
            : JsonSerializer.Serialize(
                new MessageSending
                {
                    Form = message.Form == TextForm.Markdown ? null : message.Form,
                    Key = key,
                    EditsExternalId = message.EditsExternalId,
                    Keyboard = message.Keyboard,
                },
                ConversationJson.Default.MessageSending
            );

    private static string CaptionOf(IncomingMessage tap, BotSnapshot? bot, ContactProfile contact)
    {
        if (bot is null)
        {
            return "";
        }

        var language = bot.LanguageOf(contact, tap.From);
        return CompiledButton.Read(tap.ButtonData) is { } tapped && bot.Button(tapped.ButtonId) is { } button
                ? button.Button.Text.In(language, bot.DefaultLanguage)
            : BuiltInCommands.Read(tap.ButtonData) is var (command, choice) ? command.CaptionOf(bot, language, choice)
            : TapAsText.TextOf(tap.ButtonData) ?? FormTalk.CaptionOf(tap.ButtonData, bot, language) ?? "";
    }
}

/// <param name="LatencyMs">The model's own time in milliseconds.</param>
public sealed record AiUsage(string Model, int TokensIn, int TokensOut, int LatencyMs)
{
    /// <summary>The part of the input that the provider had in its cache.</summary>
    public int TokensCached { get; init; }

    /// <summary>US dollars, not rounded; null when nobody knows the price.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>A turn that waits for the answer to a question.</summary>
/// <param name="HeardId">Id of the contact's message.</param>
public sealed record AskedTurn(Guid HeardId, IncomingMessage Message, Question Question, ReplyReason Reason)
{
    /// <summary>What the contact wrote right afterwards and belongs to the same question, in order.</summary>
    public IReadOnlyList<IncomingMessage> Joined { get; init; } = [];

    /// <summary>Id of the last of all these messages.</summary>
    public Guid LastHeardId { get; init; } = HeardId;

    /// <summary>When that came.</summary>
    public DateTimeOffset LastCameAt { get; init; }
}

/// <summary>What the job of such a turn keeps in the database: enough to decide again after a crash.</summary>
public sealed record AskedTurnPayload(ConversationRef Conversation, Guid HeardId, IncomingMessage Message)
{
    /// <inheritdoc cref="AskedTurn.Joined"/>
    public IReadOnlyList<IncomingMessage> Joined { get; init; } = [];

    /// <summary>Null for <see cref="HeardId"/>.</summary>
    public Guid? LastHeardId { get; init; }

    /// <inheritdoc cref="AskedTurn.LastCameAt"/>
    public DateTimeOffset LastCameAt { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyList<OutgoingButton>>), TypeInfoPropertyName = "Buttons")]
[JsonSerializable(typeof(ReplyReason))]
[JsonSerializable(typeof(AskedTurnPayload))]
[JsonSerializable(typeof(FetchFileJob))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(ConversationState))]
[JsonSerializable(typeof(MessageMedia))]
[JsonSerializable(typeof(MessageSending))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>), TypeInfoPropertyName = "ContactFieldValues")]
public sealed partial class ConversationJson : JsonSerializerContext;
