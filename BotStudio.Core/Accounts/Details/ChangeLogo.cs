using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Details;

/// <summary>Gives the account a picture. What it is, its bytes say.</summary>
/// <returns><c>forbidden</c> below admin; <c>details.logo_too_large</c>; <c>details.logo_no_picture</c>.</returns>
public sealed class ChangeLogo(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<DateTimeOffset>> RunAsync(Stream content, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAccount))
        {
            return Problem.Forbidden;
        }

        var bytes = await ReadAsync(content, ct);
        if (bytes is null)
        {
            return new Problem("details.logo_too_large", AccountLogo.MaxBytes / 1024);
        }

        var type = FileTypes.Of(bytes.AsSpan(0, Math.Min(bytes.Length, FileTypes.HeadBytes)), name: null);
        if (!FileTypes.IsPicture(type))
        {
            return new Problem("details.logo_no_picture");
        }

        // To the microsecond, as PostgreSQL keeps it: the time is in the picture's address.
        var now = clock.GetUtcNow();
        await using var db = await accountDb.OpenAsync(ct);
        if (await db.AccountLogos.SingleOrDefaultAsync(ct) is { } logo)
        {
            logo.Change(bytes, type);
        }
        else
        {
            db.AccountLogos.Add(new AccountLogo(account.Id, bytes, type));
        }

        var row = await db.Accounts.SingleAsync(ct);
        row.ChangeLogo(now);
        db.Audit(AuditAct.AccountChanged, row.Name, row.Id, "logo");
        await db.SaveChangesAsync(ct);
        return now;
    }

    /// <returns>Null for more than is kept.</returns>
    private static async Task<byte[]?> ReadAsync(Stream content, CancellationToken ct)
    {
        var buffer = new byte[AccountLogo.MaxBytes + 1];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > AccountLogo.MaxBytes ? null : buffer[..length];
    }
}

/// <summary>Takes the picture away.</summary>
/// <returns><c>forbidden</c> below admin.</returns>
public sealed class RemoveLogo(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(CancellationToken ct)
    {
        if (!account.May(Permission.ManageAccount))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.AccountLogos.SingleOrDefaultAsync(ct) is { } logo)
        {
            db.AccountLogos.Remove(logo);
        }

        var row = await db.Accounts.SingleAsync(ct);
        row.ChangeLogo(null);
        db.Audit(AuditAct.AccountChanged, row.Name, row.Id, "logo");
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}

/// <summary>The picture of any account, for whoever has its address: public pages and e-mails show it.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenLogo(PlatformDb platformDb)
{
    public async Task<Outcome<LogoContent>> RunAsync(Guid ownerId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var logo = await db
            .AccountLogos.Where(l => l.AccountId == ownerId)
            .Select(l => new LogoContent(l.Content, l.ContentType))
            .SingleOrDefaultAsync(ct);
        return logo is null ? Problem.NotFound : logo;
    }
}

public sealed record LogoContent(byte[] Bytes, string ContentType);
