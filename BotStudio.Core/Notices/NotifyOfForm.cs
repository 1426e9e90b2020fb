using System.Globalization;
using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Notices;

/// <summary>Tells people by e-mail and in connected chats what a contact has filled in, each in their language.</summary>
public sealed class NotifyOfForm(
    PlatformDb platformDb,
    Mails mails,
    IStringLocalizer<FormsText> texts,
    IOptions<SiteOptions> site,
    JobQueue queue,
    TimeProvider clock
) : EndingJob(platformDb, queue, clock)
{
    public const string MailKind = "forms.completed";

    public override string Kind => FinishLater.Notify;

    protected override async Task FinishAsync(
        BotStudioDb db,
        Guid accountId,
        FinishPayload finished,
        FormEnding ending,
        CancellationToken ct
    )
    {
        var notify = (NotifyEnding)ending;
        var form = finished.Form;
        foreach (var address in notify.Emails.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var normalized = address.ToUpperInvariant();
            var language =
                await db
                    .Memberships.Where(m => m.AccountId == accountId)
                    .Join(db.Users.Where(u => u.NormalizedEmail == normalized), m => m.UserId, u => u.Id, (_, u) => u.Language)
                    .FirstOrDefaultAsync(ct)
                ?? form.DefaultLanguage;
            var content = InLanguage.Say(language, () => MailOf(finished, language));
            var mail = new MailToSend(address, language, MailKind, content) { AccountId = accountId, ContactId = finished.ContactId };
            await mails.EnqueueAsync(db, mail, ct);
        }

        var chats = await db
            .NoticeChats.Where(c => c.BotId == finished.BotId && notify.Chats.Contains(c.Id))
            .Select(c => new NoticeChatRef(c.Id, c.AccountId, c.BotId, c.Title, c.Language))
            .ToListAsync(ct);
        foreach (var chat in chats)
        {
            var text = InLanguage.Say(chat.Language, () => NoticeOf(finished, chat.Language));
            var pictures = form.Answers.Where(answer => answer is { Type: "photo", Media.FileId: not null }).ToList();
            await Queue.EnqueueAsync(
                db,
                NoticeChats.JobOf(
                    chat,
                    text,
                    Clock.GetUtcNow(),
                    [.. pictures.Select(picture => new NoticePicture(PlainInMarkdown.Escape(picture.Label), picture.Media!))]
                ),
                ct
            );
        }
    }

    private MailContent MailOf(FinishPayload finished, string language)
    {
        var form = finished.Form;
        return new MailContent(
            texts["notice.subject", form.FormName, NameOf(form)],
            texts["notice.heading", form.FormName],
            [texts["notice.from", NameOf(form), form.BotName]],
            texts["notice.why", form.FormName, form.BotName]
        )
        {
            Facts = [.. form.Answers.Select(answer => new MailFact(answer.Label, InMail(answer, language)))],
            Button = LinkTo(finished) is { } link ? new MailButton(texts["notice.open"], link) : null,
        };
    }

    private string NoticeOf(FinishPayload finished, string language)
    {
        var form = finished.Form;
        var text = new StringBuilder()
            .Append("**")
            .Append(texts["notice.heading", PlainInMarkdown.Escape(form.FormName)].Value)
            .Append("**\n")
            .Append(texts["notice.from", PlainInMarkdown.Escape(NameOf(form)), PlainInMarkdown.Escape(form.BotName)].Value)
            .Append("\n\n");
        foreach (var answer in form.Answers)
        {
            text.Append("**").Append(PlainInMarkdown.Escape(answer.Label)).Append(":** ").Append(InNotice(answer, language)).Append("  \n");
        }

        return (
            LinkTo(finished) is { } link
                ? text.Append("\n[").Append(texts["notice.open"].Value).Append("](").Append(link).Append(')')
                : text
        )
            .ToString()
            .TrimEnd();
    }

    private string InMail(EntryAnswer answer, string language) =>
        answer.Text.Length == 0 ? "—"
        : LocationField.MapLink(answer.Media) is { } map ? $"{answer.Text}\n{map}"
        : answer.Type == "photo" ? $"{answer.Text} {texts["notice.picture"].Value}"
        : Shown(answer, language);

    private static string InNotice(EntryAnswer answer, string language)
    {
        // Lines of an answer stay lines.
        var lines = Shown(answer, language).ReplaceLineEndings("\n").Split('\n').Select(line => PlainInMarkdown.Escape(line.Trim()));
        var text = answer.Text.Length == 0 ? "—" : string.Join("  \n", lines);
        return LocationField.MapLink(answer.Media) is { } map ? $"[{text}]({map})" : text;
    }

    /// <summary>Numbers and days as the reader's language writes them.</summary>
    private static string Shown(EntryAnswer answer, string language) =>
        answer.Number is { } number ? number.ToString("#,0.######", CultureInfo.GetCultureInfo(language))
        : answer.Date is { } day ? DateText.Written(day, language)
        : answer.Text;

    private static string NameOf(FinishedForm form) =>
        (form.ContactName.Length > 0, form.ContactUsername) switch
        {
            (true, { Length: > 0 } username) => $"{form.ContactName} (@{username})",
            (false, { Length: > 0 } username) => "@" + username,
            (true, _) => form.ContactName,
            _ => "—",
        };

    /// <summary>Null where the product does not know its own address, or the answers are not kept.</summary>
    private string? LinkTo(FinishPayload finished) =>
        site.Value.PublicUrl is { } address && finished.Form.IsKept
            ? new Uri(address, $"/app/bots/{finished.BotId}/forms/entries?entry={finished.Form.EntryId}").AbsoluteUri
            : null;
}
