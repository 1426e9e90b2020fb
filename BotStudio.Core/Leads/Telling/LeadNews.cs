using System.Runtime.InteropServices;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Leads.Telling;

/// <summary>Something happened to a lead: what the job keeps that tells of it.</summary>
/// <param name="EventId">Of the line in its history.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeadNews(Guid LeadId, Guid EventId)
{
    public const string TellKind = "leads.tell";

    public static LeadNews Read(ReadOnlySpan<byte> payload) =>
        new(new Guid(payload[..16], bigEndian: true), new Guid(payload[16..32], bigEndian: true));

    public NewJob ToJob(Guid accountId, Guid botId)
    {
        var payload = new byte[32];
        LeadId.TryWriteBytes(payload, bigEndian: true, out _);
        EventId.TryWriteBytes(payload.AsSpan(16), bigEndian: true, out _);
        return new NewJob(accountId, TellKind, payload) { SubjectId = botId };
    }
}
