using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Accounts.Members;

/// <summary>Words an invitation and puts it on its way.</summary>
public sealed class InvitationMails(PlatformDb platformDb, Mails mails, IStringLocalizer<MembersText> texts, IOptions<SiteOptions> site)
{
    /// <summary>Where the link leads, with the code in the query's <c>code</c>.</summary>
    public const string Path = "/account/invitation";

    private const string MailKind = "members.invited";

    public bool CanSend => mails.IsSetUp;

    /// <param name="seen">Where the inviter sees the product; an address that is configured is surer.</param>
    public Uri LinkOf(string code, Uri seen) => new(site.Value.PublicUrl ?? seen, $"{Path}?code={code}");

    /// <summary>With the transaction of <paramref name="db"/>; nothing for a link that goes to nobody in particular.</summary>
    internal async Task PutInAsync(BotStudioDb db, Invitation invitation, Uri link, CancellationToken ct)
    {
        if (invitation.Email is not { } email)
        {
            return;
        }

        var account = await db.Accounts.Where(a => a.Id == invitation.AccountId).Select(a => new { a.Name, a.Language }).SingleAsync(ct);
        var inviter = await db.Users.Where(u => u.Id == invitation.InvitedBy).Select(u => u.DisplayName).SingleOrDefaultAsync(ct);
        var language = await LanguageOfAsync(email, ct) ?? account.Language;
        var content = InLanguage.Say(language, () => MailOf(invitation, account.Name, inviter ?? account.Name, link));
        await mails.EnqueueAsync(db, new MailToSend(email, language, MailKind, content) { AccountId = invitation.AccountId }, ct);
    }

    /// <summary>Of somebody who has signed up already; nobody learns from it that they have.</summary>
    private async Task<string?> LanguageOfAsync(string email, CancellationToken ct)
    {
        var normalized = email.ToUpperInvariant();
        await using var db = platformDb.Open();
        return await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Language).FirstOrDefaultAsync(ct);
    }

    private MailContent MailOf(Invitation invitation, string account, string inviter, Uri link) =>
        new(
            texts["mail.subject", inviter, account],
            texts["mail.heading", account],
            [
                texts["mail.text", inviter, account, texts[$"role.{invitation.Role}"].Value],
                texts["mail.expires", invitation.ExpiresAt.UtcDateTime],
            ],
            texts["mail.why", inviter]
        )
        {
            Button = new MailButton(texts["mail.join"], link.AbsoluteUri),
        };
}
