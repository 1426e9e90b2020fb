namespace BotStudio.Core.Bots;

/// <summary>The variables that texts and prompts may use. The editor lists them; their captions are texts under <c>variables.</c> and the name.</summary>
public static class TemplateVariables
{
    public const string FirstName = "contact.first_name";
    public const string LastName = "contact.last_name";
    public const string Username = "contact.username";
    public const string Language = "contact.language";
    public const string BotName = "bot.name";
    public const string Date = "date";
    public const string Time = "time";
    public const string Arguments = "command.args";

    public static readonly IReadOnlyList<string> All = [FirstName, LastName, Username, Language, BotName, Date, Time, Arguments];

    public static bool IsKnown(string name) => All.Contains(name);
}
