using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

/// <summary>A lead as lists show it. Texts are empty where nothing is known.</summary>
/// <param name="ContactId">Null for somebody who has not talked to the bot.</param>
/// <param name="Status">Key of its status.</param>
/// <param name="Assignee">Who looks after it; null while nobody does.</param>
/// <param name="HasDuplicates">Another lead has the same contact, phone number or e-mail address.</param>
public sealed record LeadRow(
    Guid Id,
    Guid BotId,
    string BotName,
    Guid? ContactId,
    Guid? ConversationId,
    string Name,
    string Phone,
    string Email,
    string Details,
    string Need,
    string Budget,
    string Note,
    string Status,
    LeadAssignee? Assignee,
    LeadSource Source,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset MovedAt,
    bool HasDuplicates
)
{
    /// <summary>What it is called: the name, else what there is.</summary>
    public string Title =>
        Name.Length > 0 ? Name
        : Phone.Length > 0 ? Phone
        : Email.Length > 0 ? Email
        : Need;
}

/// <param name="UserId">Null for somebody who took it in a chat and is no user that we know of.</param>
public sealed record LeadAssignee(Guid? UserId, string Name);

internal static class LeadRows
{
    public static IQueryable<LeadRow> AsRows(this IQueryable<Lead> leads, BotStudioDb db) =>
        leads.Select(lead => new LeadRow(
            lead.Id,
            lead.BotId,
            db.Bots.Where(bot => bot.Id == lead.BotId).Select(bot => bot.Name).FirstOrDefault() ?? "",
            lead.ContactId,
            lead.ConversationId,
            lead.Name,
            lead.Phone,
            lead.Email,
            lead.Details,
            lead.Need,
            lead.Budget,
            lead.Note,
            lead.Status,
            lead.AssigneeId != null
                    ? new LeadAssignee(
                        lead.AssigneeId,
                        db.Users.Where(user => user.Id == lead.AssigneeId).Select(user => user.DisplayName).FirstOrDefault() ?? ""
                    )
                : lead.TakenBy != null ? new LeadAssignee(null, lead.TakenBy)
                : null,
            lead.Source,
            lead.CreatedAt,
            lead.UpdatedAt,
            lead.MovedAt,
            db.Leads.Any(other =>
                other.AccountId == lead.AccountId
                && other.Id != lead.Id
                && (
                    (lead.ContactId != null && other.ContactId == lead.ContactId)
                    || (lead.PhoneKey != null && other.PhoneKey == lead.PhoneKey)
                    || (lead.EmailKey != null && other.EmailKey == lead.EmailKey)
                )
            )
        ));
}
