using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Commands;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// Finds what keeps a document from being published; every problem points at its place. A draft may have problems, a version may not.
/// </summary>
public sealed class DocumentCheck
{
    private readonly List<Problem> problems = [];
    private readonly HashSet<string> uniqueIds = [];
    private readonly ModelList models;

    private DocumentCheck(BotDocument document, ModelList models)
    {
        Document = document;
        this.models = models;
    }

    public BotDocument Document { get; }

    /// <param name="models">What the platform knows of models; null for what it begins with.</param>
    public static IReadOnlyList<Problem> Run(BotDocument document, ModelList? models = null)
    {
        var check = new DocumentCheck(document, models ?? ModelList.OfCatalog);
        check.Settings();
        check.Prompt();
        check.Document.Prompt.Tools.Check(check, "/prompt/tools", BuiltInTools.Names);
        check.Commands();
        check.Forms();
        AiRules.Check(check);
        ContactFieldRules.Check(check);
        SystemTextRules.Check(check);
        return check.problems;
    }

    /// <summary>The one rule that a draft, too, has to keep: lists show the name.</summary>
    public static Problem? Name(string name) =>
        string.IsNullOrWhiteSpace(name) ? new Problem("document.name_missing").At("/name")
        : name.Length > BotDocument.MaxNameLength
            ? new Problem("document.text_too_long", BotDocument.MaxNameLength, name.Length).At("/name")
        : null;

    public void Add(string code, string place, params object[] args) => problems.Add(new Problem(code, args).At(place));

    /// <summary>There is a text in the default language, and none is too long.</summary>
    public void RequiredText(LocalizedText text, string place, int maxLength = BotDocument.MaxTextLength)
    {
        if (!text.TryGetValue(Document.DefaultLanguage, out var inDefault) || string.IsNullOrWhiteSpace(inDefault))
        {
            Add("document.text_missing", $"{place}/{Document.DefaultLanguage}");
        }

        OptionalText(text, place, maxLength);
    }

    public void OptionalText(LocalizedText text, string place, int maxLength = BotDocument.MaxTextLength)
    {
        foreach (var (language, value) in text)
        {
            if (!Languages.IsKnown(language))
            {
                Add("document.unknown_language", $"{place}/{language}", language);
            }
            else if (value.Length > maxLength)
            {
                Add("document.text_too_long", $"{place}/{language}", maxLength, value.Length);
            }
        }
    }

    public void RequiredPrompt(string text, string? model, int? maxOutputTokens, string place)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Add("document.prompt_missing", place);
        }
        else if (text.Length > PromptSettings.MaxLength)
        {
            Add("document.text_too_long", place, PromptSettings.MaxLength, text.Length);
        }

        // Without a model of its own a prompt is asked of the platform's default, which may change after publishing: that is checked when
        // it is asked.
        if (model is not null && PromptLimits.CheckPrompt(text, models.Limits(model), maxOutputTokens) is { } tooLong)
        {
            problems.Add(tooLong.At(place));
        }
    }

    public void Temperature(double? temperature, string place)
    {
        if (temperature is < 0 or > 2 or double.NaN)
        {
            Add("document.temperature_range", place);
        }
    }

    public void Id(string id, string place)
    {
        if (!PartId.IsValid(id))
        {
            Add("document.bad_id", place);
        }
    }

    /// <summary>Of a part that has to be found by its id alone, wherever in the document it is.</summary>
    public void UniqueId(string id, string place)
    {
        Id(id, place);
        if (!uniqueIds.Add(id))
        {
            Add("document.part_id_twice", place);
        }
    }

    private void Settings()
    {
        if (Name(Document.Name) is { } nameProblem)
        {
            problems.Add(nameProblem);
        }

        if (!Document.Languages.Contains(Document.DefaultLanguage))
        {
            Add("document.default_language_missing", "/defaultLanguage");
        }

        for (var i = 0; i < Document.Languages.Count; i++)
        {
            if (!Languages.IsKnown(Document.Languages[i]))
            {
                Add("document.unknown_language", $"/languages/{i}", Document.Languages[i]);
            }
        }

        if (Document.Languages.Distinct().Count() != Document.Languages.Count)
        {
            Add("document.language_twice", "/languages");
        }

        if (Document.HandOver.ResumesAfterMinutes is < 1 or > HandOver.MaxMinutes)
        {
            Add("document.hand_over_range", "/handOver/resumesAfterMinutes", HandOver.MaxMinutes);
        }

        OptionalText(Document.Welcome, "/welcome");
        RequiredText(Document.Fallback, "/fallback");
    }

    private void Prompt()
    {
        var prompt = Document.Prompt;
        if (prompt.IsActive)
        {
            RequiredPrompt(prompt.Text, prompt.Model, prompt.MaxOutputTokens, "/prompt/text");
        }

        OptionalText(prompt.Additions, "/prompt/additions");
        if (prompt is { IsActive: true, Model: { } model })
        {
            Additions(prompt, models.Limits(model));
        }

        Temperature(prompt.Temperature, "/prompt/temperature");
        if (prompt.HistoryLength is < 0 or > PromptSettings.MaxHistoryLength)
        {
            Add("document.history_range", "/prompt/historyLength", PromptSettings.MaxHistoryLength);
        }

        if (prompt.QuietSeconds is not (>= 0 and <= PromptSettings.MaxQuietSeconds))
        {
            Add("document.quiet_range", "/prompt/quietSeconds", PromptSettings.MaxQuietSeconds);
        }

        if (prompt.MaxOutputTokens is < 1)
        {
            Add("document.token_limit_range", "/prompt/maxOutputTokens");
        }
        else if (
            prompt.Model is not null
            && PromptLimits.CheckTokenLimit(prompt.MaxOutputTokens, models.Limits(prompt.Model)) is { } tooMuch
        )
        {
            problems.Add(tooMuch.At("/prompt/maxOutputTokens"));
        }

        if (prompt.Model?.Length > PromptSettings.MaxModelLength)
        {
            Add("document.text_too_long", "/prompt/model", PromptSettings.MaxModelLength, prompt.Model.Length);
        }

        if (prompt.FallbackModel?.Length > PromptSettings.MaxModelLength)
        {
            Add("document.text_too_long", "/prompt/fallbackModel", PromptSettings.MaxModelLength, prompt.FallbackModel.Length);
        }
    }

    /// <summary>What is added for a language has to fit into the model together with the prompt.</summary>
    private void Additions(PromptSettings prompt, ModelLimits model)
    {
        if (PromptLimits.CheckPrompt(prompt.Text, model, prompt.MaxOutputTokens) is not null)
        {
            return;
        }

        foreach (var (language, addition) in prompt.Additions.Where(each => !string.IsNullOrWhiteSpace(each.Value)))
        {
            if (PromptLimits.CheckPrompt($"{prompt.Text}\n\n{addition}", model, prompt.MaxOutputTokens) is { } tooLong)
            {
                problems.Add(tooLong.At($"/prompt/additions/{language}"));
            }
        }
    }

    private void Commands()
    {
        if (Document.Commands.Count > BotDocument.MaxCommands)
        {
            Add("document.too_many_commands", "/commands", BotDocument.MaxCommands);
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Document.Commands.Count; i++)
        {
            Document.Commands[i].CheckName(this, $"/commands/{i}", names);
        }

        var ids = new HashSet<string>();
        for (var i = 0; i < Document.Commands.Count; i++)
        {
            var command = Document.Commands[i];
            var place = $"/commands/{i}";
            command.Check(this, place, names);
            if (!ids.Add(command.Id))
            {
                Add("document.id_twice", place + "/id");
            }
        }
    }

    private void Forms()
    {
        if (Document.Forms.Count > BotDocument.MaxForms)
        {
            Add("forms.too_many", "/forms", BotDocument.MaxForms);
        }

        var ids = new HashSet<string>();
        for (var i = 0; i < Document.Forms.Count; i++)
        {
            if (!ids.Add(Document.Forms[i].Id))
            {
                Add("forms.id_twice", $"/forms/{i}/id");
            }

            Document.Forms[i].Check(this, $"/forms/{i}");
        }
    }
}
