using System.Buffers.Text;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Leads.Telling;

public enum LeadTapAction
{
    Take,
    Call,
}

/// <summary>
/// A tap on a button of a lead's notice. Its data can be forged, so what it may do is looked up outside of the engine: only in a connected chat
/// that was told of the lead.
/// </summary>
public sealed record LeadTap(LeadTapAction Action, Guid LeadId) : Question
{
    public const string Kind = "leads.tap";

    private const string TakePrefix = "lead:t:";
    private const string CallPrefix = "lead:c:";

    public override string JobKind => Kind;

    [JsonIgnore]
    public string Data
    {
        get
        {
            Span<byte> id = stackalloc byte[16];
            LeadId.TryWriteBytes(id, bigEndian: true, out _);
            return (Action == LeadTapAction.Take ? TakePrefix : CallPrefix) + Base64Url.EncodeToString(id);
        }
    }

    /// <returns>Null for a tap on any other button.</returns>
    public static LeadTap? In(IncomingMessage message)
    {
        if (message is not { Kind: IncomingKind.ButtonTap, ButtonData: { } data })
        {
            return null;
        }

        LeadTapAction? action =
            data.StartsWith(TakePrefix, StringComparison.Ordinal) ? LeadTapAction.Take
            : data.StartsWith(CallPrefix, StringComparison.Ordinal) ? LeadTapAction.Call
            : null;
        Span<byte> id = stackalloc byte[16];
        return
            action is { } tapped
            && Base64Url.IsValid(data.AsSpan(TakePrefix.Length))
            && Base64Url.TryDecodeFromChars(data.AsSpan(TakePrefix.Length), id, out var length)
            && length == id.Length
            ? new LeadTap(tapped, new Guid(id, bigEndian: true))
            : null;
    }
}
