using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Leads;

/// <summary>What somebody writes into a lead; null leaves a text as it is, an empty one takes it out.</summary>
public sealed record LeadTexts
{
    public string? Name { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <inheritdoc cref="Lead.Details"/>
    public string? Details { get; init; }

    /// <inheritdoc cref="Lead.Need"/>
    public string? Need { get; init; }

    /// <inheritdoc cref="Lead.Budget"/>
    public string? Budget { get; init; }

    /// <inheritdoc cref="Lead.Note"/>
    public string? Note { get; init; }

    internal LeadTexts Cleaned() =>
        new()
        {
            Name = Clean(Name),
            Phone = Clean(Phone),
            Email = Clean(Email),
            Details = Clean(Details),
            Need = Clean(Need),
            Budget = Clean(Budget),
            Note = Clean(Note),
        };

    /// <summary>Every problem with its place: <c>leads.too_long</c>, <c>leads.bad_email</c>, <c>leads.bad_phone</c>.</summary>
    internal IReadOnlyList<Problem> Check()
    {
        var problems = new List<Problem>();
        TooLong("name", Name, Lead.MaxNameLength);
        TooLong("phone", Phone, Lead.MaxPhoneLength);
        TooLong("email", Email, Lead.MaxEmailLength);
        TooLong("details", Details, Lead.MaxDetailsLength);
        TooLong("need", Need, Lead.MaxNeedLength);
        TooLong("budget", Budget, Lead.MaxBudgetLength);
        TooLong("note", Note, Lead.MaxNoteLength);
        if (Email is { Length: > 0 and <= Lead.MaxEmailLength } && EmailAddress.Parse(Email) is null)
        {
            problems.Add(new Problem("leads.bad_email").At("/email"));
        }

        if (Phone is { Length: > 0 and <= Lead.MaxPhoneLength } && !Phone.Any(char.IsAsciiDigit))
        {
            problems.Add(new Problem("leads.bad_phone").At("/phone"));
        }

        return problems;

        void TooLong(string field, string? text, int maxLength)
        {
            if (text?.Length > maxLength)
            {
                problems.Add(new Problem("leads.too_long", maxLength).At("/" + field));
            }
        }
    }

    private static string? Clean(string? text) => text is null ? null : StoredText.Clean(text).Trim();
}
