using System.Globalization;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// What a document says, line by line, under ids that survive editing: what <see cref="DocumentDiff"/> compares. A new part of the document adds
/// its own lines and needs nothing else to be told apart in words.
/// </summary>
public sealed class DocumentOutline
{
    private readonly List<OutlineGroup> groups = [];

    private DocumentOutline(BotDocument document) => Document = document;

    public BotDocument Document { get; }

    public IReadOnlyList<OutlineGroup> Groups => groups;

    public static DocumentOutline Of(BotDocument document)
    {
        var outline = new DocumentOutline(document);
        outline.Settings();
        outline.Prompt();
        outline.Document.Prompt.Tools.Outline(outline);
        outline.Media();
        outline.Safety();
        outline.Commands();
        outline.Forms();
        outline.ContactFields();
        outline.SystemTexts();
        return outline;
    }

    /// <summary>Begins a group; the lines that follow belong to it.</summary>
    /// <param name="id">Stable within the bot.</param>
    /// <param name="key">Names the group: <c>diff.group.{key}</c> in the texts.</param>
    /// <param name="name">Filled into the group's name, when it has one of its own.</param>
    public void Group(string id, string key, string? name = null) => groups.Add(new OutlineGroup(id, key, name));

    /// <summary>Prose, one line for each language it is written in.</summary>
    public void Texts(string id, string key, LocalizedText? text, string? name = null)
    {
        foreach (var (language, value) in text ?? [])
        {
            Add(
                new OutlineLine(id + "/" + language, key, LineKind.Text)
                {
                    Language = language,
                    Name = name,
                    Value = Filled(value),
                }
            );
        }
    }

    /// <summary>Prose without a language of its own.</summary>
    public void Text(string id, string key, string? text) => Add(new OutlineLine(id, key, LineKind.Text) { Value = Filled(text) });

    /// <summary>A number, an address, a name. Null when it is left open.</summary>
    public void Value(string id, string key, string? value, string? name = null) =>
        Add(new OutlineLine(id, key, LineKind.Value) { Name = name, Value = Filled(value) });

    /// <summary>One of a few words that the texts know: <c>diff.value.{value}</c>.</summary>
    public void Choice(string id, string key, string value, string? name = null) =>
        Add(new OutlineLine(id, key, LineKind.Choice) { Name = name, Value = value });

    /// <summary>Something that is on or off.</summary>
    public void Switch(string id, string key, bool isOn, string? name = null) =>
        Add(new OutlineLine(id, key, LineKind.Switch) { Name = name, Value = isOn ? "on" : "off" });

    /// <summary>A part that comes and goes as a whole. Lines whose ids begin with this one's and a slash belong to it.</summary>
    public void Item(string id, string key, string name, string? value) =>
        Add(new OutlineLine(id, key, LineKind.Item) { Name = name, Value = value });

    /// <summary>How parts are arranged: rows of their ids and names. Parts that come or go do not count as moved.</summary>
    public void Order(string id, string key, IEnumerable<IEnumerable<(string Id, string Name)>> rows, string? name = null) =>
        Add(
            new OutlineLine(id, key, LineKind.Order)
            {
                Name = name,
                Rows = [.. rows.Select(row => row.Select(part => new OutlinePart(part.Id, part.Name)).ToArray())],
            }
        );

    private void Settings()
    {
        Group("settings", "settings");
        Value("name", "name", Document.Name);
        Value("defaultLanguage", "default_language", NameOf(Document.DefaultLanguage));
        Value(
            "languages",
            "languages",
            string.Join(", ", Languages.All.Where(l => Document.Languages.Contains(l.Code)).Select(l => l.NativeName))
        );
        Texts("welcome", "welcome", Document.Welcome);
        Texts("fallback", "fallback", Document.Fallback);
        Value("resumesAfterMinutes", "resumes_after", Number(Document.HandOver.ResumesAfterMinutes));
    }

    private void ContactFields()
    {
        if (Document.ContactFields.Count == 0)
        {
            return;
        }

        Group("contactFields", "contact_fields");
        foreach (var field in Document.ContactFields)
        {
            var label = field.Label.In(Document.DefaultLanguage, Document.DefaultLanguage);
            IEnumerable<string> says = [field.Key, label, .. field.Choices];
            Value(field.Id, "contact_field", string.Join(" · ", says.Where(part => part.Length > 0)), field.Key);
        }
    }

    private void SystemTexts()
    {
        if (Document.SystemTexts.Count == 0)
        {
            return;
        }

        Group("systemTexts", "system_texts");
        foreach (var (key, text) in Document.SystemTexts)
        {
            Texts(key, "system_text", text, key);
        }
    }

    private void Prompt()
    {
        var prompt = Document.Prompt;
        Group("prompt", "prompt");
        Switch("active", "ai", prompt.IsActive);
        Text("text", "prompt", prompt.Text);
        Texts("additions", "additions", prompt.Additions);
        Value("model", "model", prompt.Model);
        Value("temperature", "temperature", Number(prompt.Temperature));
        Value("fallbackModel", "fallback_model", prompt.FallbackModel);
        Value("maxOutputTokens", "max_output_tokens", Number(prompt.MaxOutputTokens));
        Value("historyLength", "history_length", Number(prompt.HistoryLength));
        Switch("summarizes", "summaries", prompt.Summarizes);
        Switch("streams", "streaming", prompt.Streams);
        Value("quietSeconds", "quiet_seconds", Number(prompt.QuietSeconds));
    }

    private void Media()
    {
        var media = Document.Media;
        Group("media", "media");
        Switch("hearsVoice", "hears_voice", media.HearsVoice);
        Value("voiceModel", "voice_model", media.VoiceModel);
        Value("longestVoiceMinutes", "longest_voice", Number(media.LongestVoiceMinutes));
        Switch("seesPhotos", "sees_photos", media.SeesPhotos);
        Switch("readsDocuments", "reads_documents", media.ReadsDocuments);
    }

    private void Safety()
    {
        var safety = Document.Safety;
        Group("safety", "safety");
        Value("messagesPerMinute", "messages_per_minute", Number(safety.MessagesPerMinute));
        Value("answersPerDay", "answers_per_day", Number(safety.AnswersPerDay));
        Choice("moderation", "moderation", "moderation_" + safety.Moderation.ToString().ToLowerInvariant());
        Value("words", "words", string.Join(", ", safety.Words));
        Switch("checksAnswers", "checks_answers", safety.ChecksAnswers);
        Switch("asksHuman", "flagged_asks_human", safety.AsksHuman);
        Switch("tellsOwner", "flagged_tells_owner", safety.TellsOwner);
        Switch("keptAnswers", "kept_answers", Document.KeptAnswers.IsOn);
        Value("keptAnswersHours", "kept_answers_hours", Number(Document.KeptAnswers.Hours));
    }

    private void Commands()
    {
        foreach (var command in Document.Commands)
        {
            Group("command/" + command.Id, "command", "/" + command.Name);
            command.Outline(this);
        }

        Group("commands", "commands");
        Order("order", "order", [Document.Commands.Select(command => (command.Id, "/" + command.Name))]);
    }

    private void Forms()
    {
        foreach (var form in Document.Forms)
        {
            Group("form/" + form.Id, "form", form.Name);
            form.Outline(this);
        }
    }

    public static string? Number(IFormattable? value) => value?.ToString(null, CultureInfo.CurrentCulture);

    private static string NameOf(string language) => Languages.All.FirstOrDefault(l => l.Code == language)?.NativeName ?? language;

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private void Add(OutlineLine line) => groups[^1].Add(line);
}

/// <summary>A part of the document that readers know by name: a command, the prompt, the settings.</summary>
public sealed class OutlineGroup(string id, string key, string? name)
{
    private readonly List<OutlineLine> lines = [];
    private readonly Dictionary<string, OutlineLine> byId = [];

    public string Id => id;

    public string Key => key;

    public string? Name => name;

    public IReadOnlyList<OutlineLine> Lines => lines;

    public OutlineLine? Line(string lineId) => byId.GetValueOrDefault(lineId);

    internal void Add(OutlineLine line)
    {
        // A draft may have the same id twice until it is published; the first one stands.
        if (byId.TryAdd(line.Id, line))
        {
            lines.Add(line);
        }
    }
}

public enum LineKind
{
    Text,
    Value,
    Choice,
    Switch,
    Item,
    Order,
}

/// <param name="Id">Stable within its group.</param>
/// <param name="Key">Says what it is: <c>diff.{key}.added</c>, <c>.changed</c>, <c>.removed</c> in the texts.</param>
public sealed record OutlineLine(string Id, string Key, LineKind Kind)
{
    public string? Language { get; init; }

    /// <summary>Of the part the line is about, such as a button's caption.</summary>
    public string? Name { get; init; }

    public string? Value { get; init; }

    public IReadOnlyList<IReadOnlyList<OutlinePart>> Rows { get; init; } = [];
}

public sealed record OutlinePart(string Id, string Name);
