using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Bots;

/// <summary>A document compiled for answering: immutable, shared by all threads, made once per version.</summary>
public sealed class BotSnapshot
{
    private readonly BotDocument document;
    private readonly Dictionary<string, CompiledCommand> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CompiledCommand> byId = [];
    private readonly Dictionary<string, CompiledButton> buttons = [];
    private readonly TriggerIndex triggers;
    private readonly Dictionary<string, CompiledForm> forms = [];

    private BotSnapshot(BotDocument document, int? number)
    {
        this.document = document;
        Number = number;
        Welcome = LocalizedTemplate.Compile(document.Welcome, document);
        Fallback = LocalizedTemplate.Compile(document.Fallback, document);
        Texts = new BotTexts(document);
        UnwantedWords = new WordList(document.Safety.Words);
        Prompt = document.Prompt.IsActive ? CompiledPrompt.Compile(document.Prompt, document) : null;

        var active = document.Commands.Where(command => command.IsActive).ToList();
        var compiled = active.ConvertAll(command => (Command: command, Compiled: CompiledCommand.Compile(command, document)));
        foreach (var (command, ready) in compiled)
        {
            byName.TryAdd(command.Name, ready);
            byId.TryAdd(command.Id, ready);
            foreach (var button in ready.Buttons)
            {
                buttons.TryAdd(button.Button.Id, button);
            }
        }

        // Names first: another command's alias never hides one.
        foreach (var (command, ready) in compiled)
        {
            foreach (var alias in command.Aliases)
            {
                byName.TryAdd(alias, ready);
            }
        }

        triggers = new TriggerIndex(compiled);

        foreach (var form in document.Forms)
        {
            forms.TryAdd(form.Id, CompiledForm.Compile(form, document));
        }
    }

    public string Name => document.Name;

    /// <summary>Number of the version; null for a draft.</summary>
    public int? Number { get; }

    public LocalizedTemplate Welcome { get; }

    public LocalizedTemplate Fallback { get; }

    /// <summary>What the bot says that no owner has to write.</summary>
    public BotTexts Texts { get; }

    public HandOver HandOver => document.HandOver;

    public MediaSettings Media => document.Media;

    public SafetySettings Safety => document.Safety;

    /// <summary>Words of <see cref="SafetySettings.Words"/>.</summary>
    public WordList UnwantedWords { get; }

    public KeptAnswerSettings KeptAnswers => document.KeptAnswers;

    public string DefaultLanguage => document.DefaultLanguage;

    /// <summary>Those it speaks, the default one among them.</summary>
    public IReadOnlyList<string> Languages => document.Languages;

    public IReadOnlyList<ContactField> ContactFields => document.ContactFields;

    /// <summary>How AI answers what no command does; null when it is switched off.</summary>
    public CompiledPrompt? Prompt { get; }

    /// <summary>What the model may do besides answering.</summary>
    public ToolSettings Tools => document.Prompt.Tools;

    public IReadOnlyList<Form> Forms => document.Forms;

    /// <summary>Those that are switched on.</summary>
    public IEnumerable<Command> Commands => document.Commands.Where(command => command.IsActive);

    public static BotSnapshot Compile(BotDocument document, int? number) => new(document, number);

    /// <param name="name">Its name or one of its aliases, in any case.</param>
    public CompiledCommand? Command(string name) => byName.GetValueOrDefault(name);

    public CompiledCommand? CommandById(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    public CompiledForm? Form(string? id) => id is null ? null : forms.GetValueOrDefault(id);

    /// <summary>The form that asks this question.</summary>
    public CompiledForm? FormWithField(string fieldId) => forms.Values.FirstOrDefault(form => form.Field(fieldId) is not null);

    public CompiledButton? Button(string id) => buttons.GetValueOrDefault(id);

    /// <inheritdoc cref="TriggerIndex.Find"/>
    internal TriggerFound? CommandFor(string text, out CompiledCommand? tooSlow) => triggers.Find(text, out tooSlow);

    /// <summary>Active commands that are listed for contacts, in the bot's order.</summary>
    public IEnumerable<(string Name, string Description)> Menu(string language) =>
        document
            .Commands.Where(command => command.IsActive)
            .Select(command => (command.Name, Description: command.Description.In(language, document.DefaultLanguage).Trim()))
            .Where(command => command.Description.Length > 0);

    /// <summary>The language when the bot speaks it, else the bot's default.</summary>
    public string LanguageFor(string? language) =>
        language is not null && document.Languages.Contains(language) ? language : document.DefaultLanguage;
}
