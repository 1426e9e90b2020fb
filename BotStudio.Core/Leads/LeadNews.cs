using BotStudio.Core.Jobs;

namespace BotStudio.Core.Leads;

/// <summary>Something happened to a lead: what the job keeps that tells of it.</summary>
/// <param name="IsNew">It was not there before.</param>
internal readonly record struct LeadNews(Guid LeadId, bool IsNew)
{
    public const string TellKind = "leads.tell";

    public static LeadNews Read(ReadOnlySpan<byte> payload) => new(new Guid(payload[..16], bigEndian: true), payload[16] != 0);

    public NewJob ToJob(Guid accountId, Guid botId)
    {
        var payload = new byte[17];
        LeadId.TryWriteBytes(payload, bigEndian: true, out _);
        payload[16] = IsNew ? (byte)1 : (byte)0;
        return new NewJob(accountId, TellKind, payload) { SubjectId = botId };
    }
}
