using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Departure;

/// <summary>What signing in itself knows of a user.</summary>
internal sealed class OwnData(PlatformDb platformDb) : IHoldsUserData
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public async Task<IReadOnlyList<UserDataFile>> HandOverAsync(Guid userId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var user = await db
            .Users.Where(u => u.Id == userId)
            .Select(u => new
            {
                u.Id,
                u.Email,
                u.EmailConfirmed,
                u.DisplayName,
                u.Language,
                u.TimeZone,
                u.TwoFactorEnabled,
                u.CreatedAt,
            })
            .SingleAsync(ct);
        var profile = await new ReadProfile(platformDb).RunAsync(userId, ct);
        var sessions = await db
            .Sessions.Where(s => s.UserId == userId)
            .Select(s => new
            {
                s.CreatedAt,
                s.LastSeenAt,
                s.UserAgent,
                s.Address,
                s.IsProgram,
            })
            .ToListAsync(ct);
        var accounts = await db
            .Memberships.Where(m => m.UserId == userId)
            .Join(
                db.Accounts,
                m => m.AccountId,
                a => a.Id,
                (m, a) =>
                    new
                    {
                        a.Id,
                        a.Name,
                        Role = m.Role.ToString(),
                        Since = m.CreatedAt,
                    }
            )
            .ToListAsync(ct);
        var mails = await db
            .Mails.Where(m => m.Recipient == user.Email)
            .Select(m => new
            {
                m.Kind,
                m.Subject,
                Status = m.Status.ToString(),
                m.CreatedAt,
                m.SentAt,
            })
            .ToListAsync(ct);
        return
        [
            FileOf(
                "profile.json",
                new
                {
                    user,
                    profile.Logins,
                    Passkeys = profile.Passkeys.Select(p => new { p.Name, p.CreatedAt }),
                }
            ),
            FileOf("sessions.json", sessions),
            FileOf("accounts.json", accounts),
            FileOf("mails.json", mails),
        ];
    }

    internal static UserDataFile FileOf(string path, object content) => new(path, JsonSerializer.SerializeToUtf8Bytes(content, Json));
}
