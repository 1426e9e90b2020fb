using System.Text.Json.Nodes;

namespace BotStudio.Core.Data;

/// <summary>
/// A feature that keeps something of a contact says so by this, so that nothing of a person is forgotten when their data is handed over or
/// deleted. Registered as a service beside the feature's acts; Contacts asks all of them.
/// </summary>
public interface IHoldsContactData
{
    /// <summary>What it is, in the plural: the name in the JSON that is handed over, and of the text that tells what will be lost.</summary>
    string Name { get; }

    Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct);

    /// <summary>All of it as a person may read it, oldest first. Streams: somebody may have written for years.</summary>
    IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, CancellationToken ct);

    /// <summary>
    /// Deletes all of it, inside the transaction of <paramref name="db"/>. Rows with a foreign key to the contact or to the conversations may be
    /// left to it. What is outside the database goes afterwards, by a job that is put in here.
    /// </summary>
    Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct);
}

/// <summary>One person of one bot.</summary>
/// <param name="ConversationIds">Their own conversations: private ones. Groups belong to everybody in them.</param>
/// <param name="ChatIds">The channel's ids of those chats.</param>
public sealed record HeldContact(
    Guid AccountId,
    Guid BotId,
    Guid ContactId,
    IReadOnlyList<Guid> ConversationIds,
    IReadOnlyList<string> ChatIds
);
