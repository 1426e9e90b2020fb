using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>That somebody signed in as a user on a device that was never seen before: handled where notices are, which accounts do not know.</summary>
public sealed record ArrivalNews(Guid UserId, string Device, string Address)
{
    public const string JobKind = "accounts.arrival";

    internal static NewJob JobOf(Guid accountId, Guid userId, Visit visit) =>
        new(
            accountId,
            JobKind,
            JsonSerializer.SerializeToUtf8Bytes(
                new ArrivalNews(userId, DeviceName.Of(visit.UserAgent), visit.Address ?? ""),
                ArrivalNewsJson.Default.ArrivalNews
            )
        );

    internal static ArrivalNews Read(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, ArrivalNewsJson.Default.ArrivalNews)!;
}

[JsonSerializable(typeof(ArrivalNews))]
internal sealed partial class ArrivalNewsJson : JsonSerializerContext;
