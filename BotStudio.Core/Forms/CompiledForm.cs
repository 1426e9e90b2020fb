using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Core.Forms;

/// <summary>A form as a version knows it, ready to be asked many times and from many threads.</summary>
public sealed class CompiledForm
{
    private readonly Dictionary<string, CompiledField> byId = [];

    private CompiledForm(Form form, BotDocument document)
    {
        Form = form;
        DefaultLanguage = document.DefaultLanguage;
        Intro = LocalizedTemplate.Compile(form.Intro, document);
        Done = LocalizedTemplate.Compile(form.Done, document);
        Fields = [.. form.Fields.Select(field => CompiledField.Compile(field, document))];
        foreach (var field in Fields)
        {
            byId.TryAdd(field.Field.Id, field);
        }

        if (form.Endings.OfType<AiEnding>().FirstOrDefault() is { } ai)
        {
            AiReply = CompiledPrompt.Compile(
                document.Prompt with
                {
                    Text = ai.Text,
                    Model = ai.Model ?? document.Prompt.Model,
                    Temperature = ai.Temperature ?? document.Prompt.Temperature,
                    // The answers are all that the reply is made from.
                    HistoryLength = 0,
                },
                document
            );
        }
    }

    public Form Form { get; }

    public string DefaultLanguage { get; }

    public LocalizedTemplate Intro { get; }

    public LocalizedTemplate Done { get; }

    public IReadOnlyList<CompiledField> Fields { get; }

    /// <summary>What writes a reply from the answers; null when nothing does.</summary>
    public CompiledPrompt? AiReply { get; }

    /// <summary>Something in it has to differ from what the contact answered before.</summary>
    public bool HasUniqueFields => Fields.Any(each => each.Field.IsUnique);

    public bool KeepsAnswers => Form.Endings.Any(ending => ending is SaveEnding);

    public static CompiledForm Compile(Form form, BotDocument document) => new(form, document);

    /// <summary>What a tap on one of a question's own buttons said.</summary>
    public string CaptionOf(FormTap tap, string language)
    {
        var field = Field(tap.FieldId)?.Field;
        var answer = (field, tap.Kind) switch
        {
            (SelectField, FormTapKind.Choose) => new Answer { Options = [tap.Argument] },
            (MultiSelectField, FormTapKind.Tick) => new Answer { Options = [OptionButtons.Parse(tap.Argument).Option] },
            (DateField, FormTapKind.Choose) when Calendar.DayOf(tap.Argument) is { } day => DateField.AnswerOf(day),
            _ => null,
        };
        return answer is null ? "" : field!.Written(answer, language, DefaultLanguage);
    }

    public CompiledField? Field(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    /// <summary>
    /// The questions that are asked with these answers, in order, each with its answer when it has one. Answers to questions that are not asked
    /// (any more), or that do not fit the question as it is now, count as not given.
    /// </summary>
    public IReadOnlyList<AskedField> Asked(IReadOnlyDictionary<string, Answer> answers, DateOnly today)
    {
        var asked = new List<AskedField>(Fields.Count);
        var counted = new Dictionary<string, Answer>();
        foreach (var field in Fields)
        {
            if (field.Field.AskIf is { } condition && !condition.Holds(Form, counted, today))
            {
                continue;
            }

            var answer = answers.GetValueOrDefault(field.Field.Id);
            if (answer is not null && !(answer.IsSkipped ? !field.Field.IsRequired : field.Field.StillTakes(answer)))
            {
                answer = null;
            }

            if (answer is not null)
            {
                counted.TryAdd(field.Field.Id, answer);
            }

            asked.Add(new AskedField(field, answer));
        }

        return asked;
    }
}

/// <param name="Answer">Null while there is none.</param>
public sealed record AskedField(CompiledField Question, Answer? Answer)
{
    public FormField Field => Question.Field;
}

/// <param name="Suggestion">What is suggested as an answer, where that is a text with variables.</param>
/// <param name="Pattern">What a text has to match.</param>
public sealed record CompiledField(
    FormField Field,
    LocalizedTemplate Question,
    LocalizedTemplate Help,
    LocalizedTemplate Error,
    LocalizedTemplate? Suggestion,
    OwnerPattern? Pattern
)
{
    public static CompiledField Compile(FormField field, BotDocument document) =>
        new(
            field,
            LocalizedTemplate.Compile(field.Question, document),
            LocalizedTemplate.Compile(field.Help, document),
            LocalizedTemplate.Compile(field.Error, document),
            field.SuggestedText(document.DefaultLanguage) is { IsBlank: false } suggested
                ? LocalizedTemplate.Compile(suggested, document)
                : null,
            OwnerPattern.TryCompile(field.RequiredPattern)
        );
}
