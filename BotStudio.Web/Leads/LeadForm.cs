using BotStudio.Core.Leads;

namespace BotStudio.Web.Leads;

/// <summary>The texts of a lead while somebody writes them.</summary>
public sealed class LeadForm
{
    public string Name { get; set; } = "";

    public string Phone { get; set; } = "";

    public string Email { get; set; } = "";

    public string Details { get; set; } = "";

    public string Need { get; set; } = "";

    public string Budget { get; set; } = "";

    public string Note { get; set; } = "";

    public static LeadForm Of(LeadRow lead) =>
        new()
        {
            Name = lead.Name,
            Phone = lead.Phone,
            Email = lead.Email,
            Details = lead.Details,
            Need = lead.Need,
            Budget = lead.Budget,
            Note = lead.Note,
        };

    public LeadTexts ToTexts() =>
        new()
        {
            Name = Name,
            Phone = Phone,
            Email = Email,
            Details = Details,
            Need = Need,
            Budget = Budget,
            Note = Note,
        };
}
