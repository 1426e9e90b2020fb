using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;

namespace BotStudio.Core.Bots;

/// <summary>The variables that texts and prompts may use. The editor lists them; their captions are texts under <c>variables.</c> and the name.</summary>
public static class TemplateVariables
{
    public const string FirstName = "contact.first_name";
    public const string LastName = "contact.last_name";
    public const string Username = "contact.username";
    public const string Language = "contact.language";
    public const string Balance = "contact.balance";
    public const string BotName = "bot.name";
    public const string Date = "date";
    public const string Time = "time";
    public const string Arguments = "command.args";
    public const string StartPayload = "start.payload";

    /// <summary>Before the key of a form's question: its answer, while the form is filled in and in what is said at its end.</summary>
    public const string FormPrefix = "form.";

    public static readonly IReadOnlyList<string> All =
    [
        FirstName,
        LastName,
        Username,
        Language,
        Balance,
        BotName,
        Date,
        Time,
        Arguments,
        StartPayload,
    ];

    /// <summary>What begins the names of a bot's own fields, as of everything else about a contact.</summary>
    public const string ContactPrefix = "contact.";

    /// <summary>
    /// Those of every bot, the bot's own fields, what its buttons ask contacts to share, and what its forms ask. Each once, in the order in which
    /// they are offered.
    /// </summary>
    public static IReadOnlyList<string> Of(BotDocument document) =>
        [
            .. All.Concat(document.ContactFields.Select(field => ContactPrefix + field.Key))
                .Concat(SharedIn(document).Select(key => ContactPrefix + key))
                .Concat(document.Forms.SelectMany(form => form.Fields).Select(field => FormPrefix + field.Key))
                .Distinct(),
        ];

    public static bool IsKnown(string name) => All.Contains(name);

    private static IEnumerable<string> SharedIn(BotDocument document) =>
        document.Commands.SelectMany(command => ButtonRows.All(command.Response.Rows)).Select(button => button.SharesInto).OfType<string>();
}
