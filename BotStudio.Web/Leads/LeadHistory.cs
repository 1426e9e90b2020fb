using BotStudio.Core.Leads;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Leads;

/// <summary>Says a line of a lead's history.</summary>
public static class LeadHistory
{
    /// <summary>Characters of a text that are shown; all of it is in the lead.</summary>
    private const int LongestShown = 120;

    public static string Say(IStringLocalizer<LeadsText> texts, LeadEventRow line) =>
        line.Kind switch
        {
            LeadEventKind.Created => texts["history.created"],
            LeadEventKind.Merged => texts["history.merged"],
            _ => string.Join("\n", line.Changes.Select(change => Say(texts, change))),
        };

    private static string Say(IStringLocalizer<LeadsText> texts, LeadFieldChange change)
    {
        var name = change.Field switch
        {
            "status" => texts["status"].Value,
            "assignee" => texts["assignee"].Value,
            _ => texts["field." + change.Field].Value,
        };
        return (string.IsNullOrEmpty(change.From), string.IsNullOrEmpty(change.To)) switch
        {
            (true, false) => texts["history.set", name, Shown(change.To)],
            (false, true) => texts["history.emptied", name, Shown(change.From)],
            _ => texts["history.changed", name, Shown(change.From), Shown(change.To)],
        };
    }

    private static string Shown(string? text) => text is { Length: > LongestShown } ? text[..LongestShown] + "…" : text ?? "";
}
