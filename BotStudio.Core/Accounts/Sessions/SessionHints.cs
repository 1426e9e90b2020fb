using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>Tells open pages that sessions of a user may have ended, so that they look at once instead of within the minute.</summary>
internal static class SessionHints
{
    public static Task TellAsync(this BotStudioDb db, Guid userId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Sessions}, {userId.ToString()})", ct);
}
