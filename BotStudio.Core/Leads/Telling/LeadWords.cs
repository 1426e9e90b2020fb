using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Leads.Telling;

/// <summary>A lead with the names around it.</summary>
/// <param name="Username">Of its contact; null for none.</param>
/// <param name="Assignee">Name of who looks after it; null while nobody does.</param>
public sealed record ToldLead(
    Lead Lead,
    string BotName,
    string Channel,
    string? Username,
    string? Assignee,
    IReadOnlyList<LeadStatus> Statuses
);

/// <summary>Words a lead for chats, for e-mails and for programs.</summary>
public sealed class LeadWords(IStringLocalizer<LeadsText> texts, IOptions<SiteOptions> site)
{
    /// <summary>Characters of a long text in a chat, so that the notice is one message, which can be changed; all of it is in the dashboard.</summary>
    private const int LongestInChat = 700;

    internal static async Task<ToldLead> ReadAsync(BotStudioDb db, Lead lead, CancellationToken ct)
    {
        var bot = await db.Bots.Where(b => b.Id == lead.BotId).Select(b => b.Name).SingleAsync(ct);
        var contact = await db
            .Contacts.Where(c => c.Id == lead.ContactId)
            .Select(c => new { c.Channel, c.Username })
            .SingleOrDefaultAsync(ct);
        var assignee = await db.Users.Where(u => u.Id == lead.AssigneeId).Select(u => u.DisplayName).SingleOrDefaultAsync(ct);
        return new ToldLead(
            lead,
            bot,
            contact?.Channel ?? "",
            contact?.Username,
            assignee ?? lead.TakenBy,
            await LeadStatuses.LoadAsync(db, lead.AccountId, ct)
        );
    }

    /// <summary>In a language.</summary>
    public NoticeMessage NoticeFor(ToldLead told, string language) =>
        InLanguage.Say(language, () => new NoticeMessage(TextOf(told)) { Buttons = ButtonsOf(told) });

    /// <summary>Under the bell, in the current language.</summary>
    public NoticeWords LineFor(ToldLead told, bool isNews) =>
        new(texts[isNews ? "mail.new.heading" : "mail.given.heading", TitleOf(told.Lead)], told.Lead.Need);

    /// <summary>In the current language.</summary>
    public MailContent MailFor(ToldLead told, bool isNews) =>
        new(
            texts[isNews ? "mail.new.subject" : "mail.given.subject", TitleOf(told.Lead), told.BotName],
            texts[isNews ? "mail.new.heading" : "mail.given.heading", TitleOf(told.Lead)],
            [texts[SourceKey(told.Lead), told.BotName]],
            texts[isNews ? "mail.new.why" : "mail.given.why"]
        )
        {
            Facts = [.. FactsOf(told).Select(fact => new MailFact(fact.Name, fact.Value))],
            Button = LinkTo(told.Lead) is { } link ? new MailButton(texts["notice.open"], link) : null,
        };

    /// <summary>For the owner's program; docs/webhooks.md describes it.</summary>
    internal JsonObject DataOf(ToldLead told, LeadEvent line)
    {
        var lead = told.Lead;
        return new JsonObject
        {
            ["lead"] = new JsonObject
            {
                ["id"] = lead.Id,
                ["name"] = lead.Name,
                ["phone"] = lead.Phone,
                ["email"] = lead.Email,
                ["details"] = lead.Details,
                ["need"] = lead.Need,
                ["budget"] = lead.Budget,
                ["note"] = lead.Note,
                ["status"] = lead.Status,
                ["assignee"] = told.Assignee is null ? null : new JsonObject { ["userId"] = lead.AssigneeId, ["name"] = told.Assignee },
                ["source"] = lead.Source.ToString().ToLowerInvariant(),
                ["createdAt"] = lead.CreatedAt.UtcDateTime,
                ["updatedAt"] = lead.UpdatedAt.UtcDateTime,
                ["url"] = LinkTo(lead),
            },
            ["contact"] = lead.ContactId is null ? null : new JsonObject { ["id"] = lead.ContactId, ["username"] = told.Username },
            ["conversationId"] = lead.ConversationId,
            ["changes"] = JsonNode.Parse(line.Changes),
        };
    }

    private string TextOf(ToldLead told)
    {
        var lead = told.Lead;
        var text = new StringBuilder()
            .Append("**")
            .Append(texts["notice.heading", PlainInMarkdown.Escape(TitleOf(lead))].Value)
            .Append("**  \n")
            .Append(texts[SourceKey(lead), PlainInMarkdown.Escape(told.BotName)].Value)
            .Append("\n\n");
        foreach (var (name, value) in FactsOf(told))
        {
            var shown = value.Length > LongestInChat ? StoredText.Cut(value, LongestInChat) + "…" : value;
            var lines = shown.ReplaceLineEndings("\n").Split('\n').Select(line => PlainInMarkdown.Escape(line.Trim()));
            text.Append("**").Append(name).Append(":** ").AppendJoin("  \n", lines).Append("  \n");
        }

        var status = PlainInMarkdown.Escape(LeadStatuses.NameOf(told.Statuses.Of(lead.Status), texts));
        text.Append("\n📌 ")
            .Append(
                told.Assignee is { } holder
                    ? texts["notice.status_taken", status, PlainInMarkdown.Escape(holder)].Value
                    : texts["notice.status", status].Value
            );
        return text.ToString();
    }

    private IReadOnlyList<IReadOnlyList<OutgoingButton>> ButtonsOf(ToldLead told)
    {
        var take = new OutgoingButton(told.Assignee is { } name ? "✓ " + StoredText.Cut(name, 40) : texts["notice.take"].Value)
        {
            Data = new LeadTap(LeadTapAction.Take, told.Lead.Id).Data,
        };
        List<OutgoingButton> reach = [];
        if (told.Lead.Phone.Length > 0)
        {
            reach.Add(new OutgoingButton(texts["notice.call"]) { Data = new LeadTap(LeadTapAction.Call, told.Lead.Id).Data });
        }

        if (told is { Channel: "telegram", Username.Length: > 0 })
        {
            reach.Add(new OutgoingButton(texts["notice.write"]) { Url = "https://t.me/" + told.Username });
        }

        List<OutgoingButton> first = [take];
        if (LinkTo(told.Lead) is { } link)
        {
            first.Add(new OutgoingButton(texts["notice.open"]) { Url = link });
        }

        return reach.Count > 0 ? [first, reach] : [first];
    }

    private IEnumerable<(string Name, string Value)> FactsOf(ToldLead told)
    {
        var lead = told.Lead;
        (string Key, string Value)[] all =
        [
            ("field.name", lead.Name),
            ("field.phone", lead.Phone),
            ("field.email", lead.Email),
            ("field.username", told.Username is { Length: > 0 } username ? "@" + username : ""),
            ("field.details", lead.Details),
            ("field.need", lead.Need),
            ("field.budget", lead.Budget),
            ("field.note", lead.Note),
        ];
        return all.Where(fact => fact.Value.Length > 0).Select(fact => (texts[fact.Key].Value, fact.Value));
    }

    private string TitleOf(Lead lead) =>
        lead.Name.Length > 0 ? lead.Name
        : lead.Phone.Length > 0 ? lead.Phone
        : lead.Email.Length > 0 ? lead.Email
        : texts["notice.nameless"];

    private static string SourceKey(Lead lead) =>
        lead.Source switch
        {
            LeadSource.Form => "notice.from_form",
            LeadSource.Ai => "notice.from_ai",
            LeadSource.Api => "notice.from_api",
            _ => "notice.from_person",
        };

    /// <summary>Null where the product does not know its own address.</summary>
    private string? LinkTo(Lead lead) => site.Value.PublicUrl is { } address ? new Uri(address, $"/app/leads/{lead.Id}").AbsoluteUri : null;
}
