using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>Tells people about the answers.</summary>
public sealed record NotifyEnding : FormEnding
{
    public const int MaxRecipients = 10;

    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>Ids of the account's connected chats.</summary>
    public IReadOnlyList<Guid> Chats { get; init; } = [];

    public override void Check(DocumentCheck check, string place)
    {
        if (Emails.Count == 0 && Chats.Count == 0)
        {
            check.Add("endings.nobody", place);
        }

        if (Emails.Count > MaxRecipients)
        {
            check.Add("endings.too_many_recipients", place + "/emails", MaxRecipients);
        }

        if (Chats.Count > MaxRecipients)
        {
            check.Add("endings.too_many_recipients", place + "/chats", MaxRecipients);
        }

        for (var i = 0; i < Emails.Count; i++)
        {
            if (EmailAddress.Parse(Emails[i]) is null)
            {
                check.Add("endings.bad_email", $"{place}/emails/{i}");
            }
        }
    }

    public override void Outline(DocumentOutline outline, string id)
    {
        outline.Item(id, "ending_notify", "", string.Join(", ", Emails));
        outline.Value(id + "/emails", "ending_emails", string.Join(", ", Emails));
        outline.Value(id + "/chats", "ending_chats", Chats.Count == 0 ? null : string.Join(", ", Chats));
    }
}
