using System.Globalization;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>Words the e-mails about signing in, each in its reader's language and time zone.</summary>
public sealed class AccountMails(Mails mails, IStringLocalizer<AccountsText> texts) : IMailSamples
{
    private const string KindPrefix = "accounts.";

    /// <summary>Those with something to press.</summary>
    private static readonly string[] WithButton = ["confirm_email", "reset_password", "change_email", "new_device", "export_ready"];

    private static readonly string[] WithDevice = ["new_device"];

    private static readonly string[] Templates =
    [
        "confirm_email",
        "reset_password",
        "password_changed",
        "change_email",
        "email_changing",
        "email_changed",
        "new_device",
        "two_factor_on",
        "two_factor_off",
        "recovery_code_used",
        "passkey_added",
        "passkey_removed",
        "login_linked",
        "login_unlinked",
        "deletion_planned",
        "deletion_cancelled",
        "account_deleted",
        "export_ready",
    ];

    /// <summary>Puts the mail into the transaction of <paramref name="db"/>; wake the queue after the commit.</summary>
    public async Task EnqueueAsync(BotStudioDb db, Guid userId, AccountMail mail, CancellationToken ct)
    {
        var reader = await db
            .Users.Where(u => u.Id == userId)
            .Select(u => new Reader(u.Email, u.Language, u.TimeZone))
            .SingleOrDefaultAsync(ct);
        if (reader?.Email is not null)
        {
            await EnqueueAsync(db, reader, mail, ct);
        }
    }

    public IEnumerable<MailSample> All() =>
        Templates.Select(template => new MailSample(KindPrefix + template, () => ContentOf(Sample(template), Someone)));

    private static Reader Someone => new("anna@example.com", CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, "Europe/Kyiv");

    private async Task EnqueueAsync(BotStudioDb db, Reader reader, AccountMail mail, CancellationToken ct)
    {
        var content = InLanguage.Say(reader.Language, () => ContentOf(mail, reader));
        var toSend = new MailToSend(mail.To ?? reader.Email!, reader.Language, KindPrefix + mail.Template, content)
        {
            HoldsSecret = mail.HoldsSecret,
        };
        await mails.EnqueueAsync(db, toSend, ct);
    }

    private MailContent ContentOf(AccountMail mail, Reader reader)
    {
        var heading = texts[$"mail.{mail.Template}.heading", mail.Values].Value;
        string[] paragraphs = [texts[$"mail.{mail.Template}.text", mail.Values], texts[$"mail.{mail.Template}.otherwise", mail.Values]];
        return new MailContent(heading, heading, paragraphs, texts["mail.footnote", mail.To ?? reader.Email!])
        {
            Facts = [.. FactsOf(mail, reader)],
            Button = mail.Link is { } link ? new MailButton(texts[$"mail.{mail.Template}.button"], link.AbsoluteUri) : null,
        };
    }

    private IEnumerable<MailFact> FactsOf(AccountMail mail, Reader reader)
    {
        if (mail.Visit is not { } visit)
        {
            yield break;
        }

        if (DeviceName.Of(visit.UserAgent) is { Length: > 0 } device)
        {
            yield return new MailFact(texts["mail.fact.device"], device);
        }

        if (visit.Address is { Length: > 0 } address)
        {
            yield return new MailFact(texts["mail.fact.address"], address);
        }

        if (mail.At is { } at)
        {
            yield return new MailFact(texts["mail.fact.time"], TimeOf(at, reader.TimeZone));
        }
    }

    private static string TimeOf(DateTimeOffset at, string? timeZone)
    {
        var zone = TimeZones.Find(timeZone) ?? TimeZoneInfo.Utc;
        return TimeZoneInfo.ConvertTime(at, zone).ToString("f", CultureInfo.CurrentCulture) + $" ({zone.Id})";
    }

    private static AccountMail Sample(string template) =>
        new(template, "anna@example.com", "Google")
        {
            Link = WithButton.Contains(template) ? new Uri("https://bots.example.com/account/example") : null,
            Visit = WithDevice.Contains(template)
                ? new Visit("Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "203.0.113.7", DeviceCode: null)
                : null,
            At = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero),
        };

    private sealed record Reader(string? Email, string Language, string? TimeZone);
}
