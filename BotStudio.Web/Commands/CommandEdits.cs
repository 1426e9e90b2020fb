using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Localization;

namespace BotStudio.Web.Commands;

/// <summary>What can be done to a document's commands. Each gives a new document, or the same one when there is nothing to do.</summary>
public static class CommandEdits
{
    public static Command? Command(this BotDocument document, string id) => document.Commands.FirstOrDefault(command => command.Id == id);

    public static int IndexOf(this BotDocument document, string id)
    {
        for (var i = 0; i < document.Commands.Count; i++)
        {
            if (document.Commands[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    /// <param name="index">Where it goes; null puts it at the end.</param>
    public static BotDocument Insert(this BotDocument document, Command command, int? index = null)
    {
        var commands = document.Commands.ToList();
        commands.Insert(Math.Clamp(index ?? commands.Count, 0, commands.Count), command);
        return document with { Commands = commands };
    }

    public static BotDocument Edit(this BotDocument document, string id, Func<Command, Command> edit) =>
        document.Command(id) is { } command && edit(command) is var edited && edited != command
            ? document with
            {
                Commands = [.. document.Commands.Select(each => each.Id == id ? edited : each)],
            }
            : document;

    public static BotDocument Remove(this BotDocument document, string id) =>
        document.Command(id) is null ? document : document with { Commands = [.. document.Commands.Where(each => each.Id != id)] };

    /// <param name="index">Position afterwards; kept within the list.</param>
    public static BotDocument Move(this BotDocument document, string id, int index)
    {
        var to = Math.Clamp(index, 0, Math.Max(0, document.Commands.Count - 1));
        return document.Command(id) is { } command && document.IndexOf(id) != to ? document.Remove(id).Insert(command, to) : document;
    }

    /// <summary>A copy under a free name, to be put after the command it is of.</summary>
    public static Command Duplicate(this BotDocument document, Command command) =>
        command with
        {
            Id = PartId.New(),
            Name = document.FreeName(command.Name),
            // A name calls one command; words may call several, and the first one answers.
            Aliases = [],
            Triggers = [.. command.Triggers.Select(trigger => trigger with { Id = PartId.New() })],
            Response = command.Response.Copy(),
        };

    /// <summary>The wished name, or the wished name with a number behind it.</summary>
    public static string FreeName(this BotDocument document, string wish)
    {
        var taken = document
            .Commands.SelectMany(command => command.Aliases.Prepend(command.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{number}");
            var name = wish[..Math.Min(wish.Length, Core.Commands.Command.MaxNameLength - suffix.Length)] + suffix;
            if (!taken.Contains(name))
            {
                return name;
            }
        }
    }

    /// <summary>Buttons of other commands that run this one.</summary>
    public static int CountButtonsFor(this BotDocument document, string id) =>
        document.Commands.Where(command => command.Id != id).Sum(command => command.Response.LeadsTo().Count(target => target == id));

    /// <summary>Commands whose names, description or triggers have the words in them, in any language.</summary>
    public static IEnumerable<Command> Matching(this BotDocument document, string words)
    {
        var wanted = words.Trim().TrimStart('/');
        return wanted.Length == 0
            ? document.Commands
            : document.Commands.Where(command =>
                Has(command.Name)
                || command.Aliases.Any(Has)
                || command.Description.Values.Any(Has)
                || command.Triggers.Any(trigger => trigger.Text.Values.Any(Has))
            );

        bool Has(string text) => text.Contains(wanted, StringComparison.CurrentCultureIgnoreCase);
    }

    /// <summary>What a person typed, as a command's name: no slash, small letters, blanks and hyphens as underscores.</summary>
    public static string AsName(string typed) =>
        string.Concat(typed.Trim().TrimStart('/').ToLowerInvariant().Select(c => c is ' ' or '-' ? '_' : c));

    /// <summary>Codes of the bot's languages in which a text of the command is missing that exists in the bot's main one.</summary>
    public static IReadOnlyList<string> MissingLanguages(this BotDocument document, Command command) =>
        [
            .. document.Languages.Where(code =>
                command.Response.Texts().Append(command.Description).Any(text => IsMissing(document, text, code))
            ),
        ];

    public static bool IsMissing(BotDocument document, LocalizedText text, string code) =>
        string.IsNullOrWhiteSpace(text.GetValueOrDefault(code))
        && !string.IsNullOrWhiteSpace(text.GetValueOrDefault(document.DefaultLanguage));
}
