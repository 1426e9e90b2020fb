using System.Text.Json;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;

namespace BotStudio.Core.Conversations;

/// <summary>
/// What a conversation is in the middle of. Kept as JSON on its row, read with the turn and written in the turn's transaction, so that it
/// survives any crash; turns of one chat come one after another, so nobody else changes it meanwhile.
/// </summary>
public sealed record ConversationState
{
    public static readonly ConversationState Idle = new();

    /// <summary>The form that is being filled in.</summary>
    public FormProgress? Form { get; init; }

    /// <summary>The form that was over last, see <see cref="FormProgress.Token"/>: a second tap on its last button means nothing.</summary>
    public string? FormOver { get; init; }

    /// <summary>What the contact was asked to share; null when nothing is expected.</summary>
    public PendingShare? Share { get; init; }

    /// <summary>Null for a conversation that is in the middle of nothing.</summary>
    public static string? Write(ConversationState state) =>
        state == Idle ? null : JsonSerializer.Serialize(state, ConversationJson.Default.ConversationState);

    public static ConversationState Read(string? json) =>
        json is null ? Idle : JsonSerializer.Deserialize(json, ConversationJson.Default.ConversationState)!;
}
