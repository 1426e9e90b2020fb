using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

public enum LeadEventKind : short
{
    Created = 0,
    Changed = 1,

    /// <summary>Another lead became part of this one.</summary>
    Merged = 2,
}

/// <summary>One line of a lead's history: who changed what, and when.</summary>
public sealed class LeadEvent : IBelongsToAccount
{
    public const int MaxActorLength = 128;

    private LeadEvent() { }

    public LeadEvent(
        Guid accountId,
        Guid leadId,
        LeadEventKind kind,
        IReadOnlyList<LeadFieldChange> changes,
        Guid? userId,
        string? actor,
        DateTimeOffset now
    )
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        LeadId = leadId;
        Kind = kind;
        Changes = JsonSerializer.Serialize(changes, LeadsJson.Default.LeadChanges);
        UserId = userId;
        Actor = actor is null ? null : StoredText.Cut(actor, MaxActorLength);
        At = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid LeadId { get; private set; }

    public LeadEventKind Kind { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The user; null for the bot, for somebody in a chat, or when the user is gone.</summary>
    public Guid? UserId { get; private set; }

    /// <summary>The name of somebody who did it in a chat and is no user that we know of; null otherwise.</summary>
    public string? Actor { get; private set; }

    /// <summary>JSON of <see cref="LeadFieldChange"/>s.</summary>
    public string Changes { get; private set; } = "[]";

    internal static IReadOnlyList<LeadFieldChange> Read(string changes) =>
        JsonSerializer.Deserialize(changes, LeadsJson.Default.LeadChanges)!;
}

/// <param name="Field">As the API calls it: <c>status</c>, <c>assignee</c>, <c>phone</c>.</param>
/// <param name="From">Null or empty where there was nothing.</param>
public sealed record LeadFieldChange(string Field, string? From, string? To);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(IReadOnlyList<LeadFieldChange>), TypeInfoPropertyName = "LeadChanges")]
internal sealed partial class LeadsJson : JsonSerializerContext;
