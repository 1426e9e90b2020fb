using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Conversations.BuiltIns;

public enum ContactWishKind
{
    /// <summary>All that is kept of them comes as a file.</summary>
    HandOver,

    /// <summary>All that is kept of them is deleted.</summary>
    Delete,
}

/// <summary>A contact wants something done with all their data; <c>Contacts</c> does it, in a job.</summary>
/// <param name="Language">They are told about it in.</param>
/// <param name="Id">Of the file and of the message with it, so that a job that runs twice does it once.</param>
public sealed record ContactWish(ContactWishKind Kind, string Language, Guid Id) : TurnEffect
{
    public const string HandOverJob = "contacts.hand_over";
    public const string DeleteJob = "contacts.delete";

    /// <summary>The answer to the wish goes out first.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Its id is later than that of the answer to the wish, and so is the message under it.</summary>
    public static ContactWish Of(TurnContext turn, ContactWishKind kind) => new(kind, turn.Language, Guid.CreateVersion7(turn.Now + Pause));

    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var payload = new ContactWishPayload(
            scope.Conversation.ContactId,
            scope.Conversation.Id,
            scope.Conversation.Chat.ChatId,
            Language,
            Id,
            scope.Now
        );
        var job = new NewJob(
            scope.Conversation.AccountId,
            Kind == ContactWishKind.Delete ? DeleteJob : HandOverJob,
            JsonSerializer.SerializeToUtf8Bytes(payload, ContactWishJson.Default.ContactWishPayload)
        )
        {
            SubjectId = scope.Conversation.BotId,
            DueAt = scope.Now + Pause,
        };
        return new LaterJob(job).ToSql(scope);
    }
}

/// <param name="WishId">See <see cref="ContactWish.Id"/>.</param>
public sealed record ContactWishPayload(
    Guid ContactId,
    Guid ConversationId,
    string ChatId,
    string Language,
    Guid WishId,
    DateTimeOffset WishedAt
);

[JsonSerializable(typeof(ContactWishPayload))]
public sealed partial class ContactWishJson : JsonSerializerContext;
