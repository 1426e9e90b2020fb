using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Accounts.Members;

/// <summary>What happened to a team, for those who want to hear of it: handled where notices are, which accounts do not know.</summary>
/// <param name="Member">Name of whom it happened to.</param>
/// <param name="UserId">Theirs; they hear of another role, and not of what they did themselves.</param>
public sealed record TeamNews(TeamChange Change, string Member, Guid UserId, Role Role)
{
    public const string JobKind = "members.news";

    internal static NewJob JobOf(Guid accountId, TeamChange change, string member, Guid userId, Role role) =>
        new(
            accountId,
            JobKind,
            JsonSerializer.SerializeToUtf8Bytes(new TeamNews(change, member, userId, role), TeamNewsJson.Default.TeamNews)
        );

    internal static TeamNews Read(ReadOnlyMemory<byte> payload) => JsonSerializer.Deserialize(payload.Span, TeamNewsJson.Default.TeamNews)!;
}

public enum TeamChange
{
    Joined,
    RoleChanged,
    Removed,
    Left,
    OwnershipTransferred,
}

[JsonSerializable(typeof(TeamNews))]
internal sealed partial class TeamNewsJson : JsonSerializerContext;
