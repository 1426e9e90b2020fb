using System.Globalization;
using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;
using BotStudio.Web.Commands;

namespace BotStudio.Web.Forms;

/// <summary>What can be done to a document's forms and to their questions. Each gives a new one, or the same one when there is nothing to do.</summary>
public static class FormEdits
{
    public static Form? Form(this BotDocument document, string? id) => document.Forms.FirstOrDefault(form => form.Id == id);

    /// <param name="index">Where it goes; null puts it at the end.</param>
    public static BotDocument Insert(this BotDocument document, Form form, int? index = null)
    {
        var forms = document.Forms.ToList();
        forms.Insert(Math.Clamp(index ?? forms.Count, 0, forms.Count), form);
        return document with { Forms = forms };
    }

    public static BotDocument Edit(this BotDocument document, string id, Func<Form, Form> edit) =>
        document.Form(id) is { } form && edit(form) is var edited && edited != form
            ? document with
            {
                Forms = [.. document.Forms.Select(each => each.Id == id ? edited : each)],
            }
            : document;

    public static BotDocument RemoveForm(this BotDocument document, string id) =>
        document.Form(id) is null ? document : document with { Forms = [.. document.Forms.Where(form => form.Id != id)] };

    /// <summary>The wished name, or the wished name with a number behind it.</summary>
    public static string FreeFormName(this BotDocument document, string wish) =>
        Free(
            wish,
            Core.Forms.Form.MaxNameLength,
            " ",
            document.Forms.Select(form => form.Name).ToHashSet(StringComparer.CurrentCultureIgnoreCase)
        );

    /// <summary>Codes of the bot's languages in which a text of the form is missing that exists in the bot's main one.</summary>
    public static IReadOnlyList<string> MissingLanguages(this BotDocument document, Form form) => document.MissingLanguages(form.Texts());

    public static IReadOnlyList<string> MissingLanguages(this BotDocument document, IEnumerable<LocalizedText> texts)
    {
        var all = texts.ToList();
        return [.. document.Languages.Where(code => all.Any(text => CommandEdits.IsMissing(document, text, code)))];
    }

    /// <summary>The commands that begin the form, and for each whether a button of it does.</summary>
    public static IReadOnlyList<(Command Command, bool ByButton)> StartersOf(this BotDocument document, string formId) =>
        [
            .. document
                .Commands.Select(command =>
                    (
                        Command: command,
                        Answers: command.Response is FormResponse response && response.FormId == formId,
                        ByButton: ButtonRows
                            .All(command.Response.Rows)
                            .Any(button => button.Action == ButtonAction.StartForm && button.FormId == formId)
                    )
                )
                .Where(each => each.Answers || each.ByButton)
                .Select(each => (each.Command, !each.Answers)),
        ];

    public static int IndexOf(this Form form, string fieldId)
    {
        for (var i = 0; i < form.Fields.Count; i++)
        {
            if (form.Fields[i].Id == fieldId)
            {
                return i;
            }
        }

        return -1;
    }

    /// <param name="index">Where it goes; null puts it at the end.</param>
    public static Form Insert(this Form form, FormField field, int? index = null)
    {
        var fields = form.Fields.ToList();
        fields.Insert(Math.Clamp(index ?? fields.Count, 0, fields.Count), field);
        return form with { Fields = fields };
    }

    public static Form Edit(this Form form, string fieldId, Func<FormField, FormField> edit) =>
        form.Field(fieldId) is { } field && edit(field) is var edited && edited != field
            ? form with
            {
                Fields = [.. form.Fields.Select(each => each.Id == fieldId ? edited : each)],
            }
            : form;

    /// <summary>Conditions of other questions that looked at it go with it.</summary>
    public static Form Remove(this Form form, string fieldId) =>
        form.Field(fieldId) is null
            ? form
            : form with
            {
                Fields =
                [
                    .. form
                        .Fields.Where(field => field.Id != fieldId)
                        .Select(field => field with { AskIf = Without(field.AskIf, fieldId) }),
                ],
            };

    /// <summary>Takes <see cref="Remove"/> back: the question is where it was, and so are the conditions that looked at it.</summary>
    /// <param name="before">The form as it was.</param>
    public static Form PutBack(this Form form, Form before, string fieldId) =>
        form.Field(fieldId) is not null || before.Field(fieldId) is not { } field ? form
        : form.Insert(field, before.IndexOf(fieldId)) is var whole
            ? whole with
            {
                Fields =
                [
                    .. whole.Fields.Select(each =>
                        before.Field(each.Id)?.AskIf is { } askIf && askIf.Conditions.Any(condition => condition.FieldId == fieldId)
                            ? each with
                            {
                                AskIf = askIf,
                            }
                            : each
                    ),
                ],
            }
        : form;

    /// <param name="index">Position afterwards; kept within the form.</param>
    public static Form Move(this Form form, string fieldId, int index)
    {
        var to = Math.Clamp(index, 0, Math.Max(0, form.Fields.Count - 1));
        if (form.Field(fieldId) is not { } field || form.IndexOf(fieldId) == to)
        {
            return form;
        }

        var fields = form.Fields.Where(each => each.Id != fieldId).ToList();
        fields.Insert(to, field);
        return form with { Fields = fields };
    }

    /// <summary>Questions that are asked only if this one was answered so or so.</summary>
    public static int CountAskedIf(this Form form, string fieldId) =>
        form.Fields.Count(field => field.AskIf?.Conditions.Any(condition => condition.FieldId == fieldId) == true);

    /// <summary>The wished key, or the wished key with a number behind it.</summary>
    public static string FreeKey(this Form form, string wish) =>
        Free(wish, FormField.MaxKeyLength, "_", form.Fields.Select(field => field.Key).ToHashSet(StringComparer.Ordinal));

    /// <summary>A new question of a type, to be put into the form; a choice begins with two options to write over.</summary>
    public static FormField NewField(this Form form, PartType<FormField> type)
    {
        var field = type.CreateEmpty();
        field = field with { Key = form.FreeKey(field.Key) };
        return field switch
        {
            SelectField select => select with { Options = [new FieldOption(), new FieldOption()] },
            MultiSelectField select => select with { Options = [new FieldOption(), new FieldOption()] },
            _ => field,
        };
    }

    /// <summary>What a person typed, as a key: small Latin letters, digits and underscores.</summary>
    public static string AsKey(string typed)
    {
        var key = new StringBuilder();
        foreach (var letter in typed.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterLower(letter) || (char.IsAsciiDigit(letter) && key.Length > 0))
            {
                key.Append(letter);
            }
            else if (letter is ' ' or '-' or '_' && key.Length > 0 && key[^1] != '_')
            {
                key.Append('_');
            }
        }

        return key.ToString(0, Math.Min(key.Length, FormField.MaxKeyLength)).TrimEnd('_');
    }

    public static Form EditEnding(this Form form, string endingId, Func<FormEnding, FormEnding> edit) =>
        form.Endings.FirstOrDefault(ending => ending.Id == endingId) is { } ending && edit(ending) is var edited && edited != ending
            ? form with
            {
                Endings = [.. form.Endings.Select(each => each.Id == endingId ? edited : each)],
            }
            : form;

    /// <summary>Options for the lines of a text, after those that are there; lines that are options already are left out.</summary>
    public static IReadOnlyList<FieldOption> WithLines(this IReadOnlyList<FieldOption> options, string lines, string language)
    {
        var kept = options.Where(option => !option.Label.IsBlank).ToList();
        var known = kept.Select(option => option.Label.GetValueOrDefault(language)).ToHashSet(StringComparer.CurrentCultureIgnoreCase);
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Lists that are copied from elsewhere bring their bullets along.
            var label = line.TrimStart('-', '*', '•', '–', ' ', '\t');
            if (label.Length > 0 && known.Add(label))
            {
                kept.Add(new FieldOption { Label = new LocalizedText(language, label) });
            }
        }

        return kept;
    }

    public static IReadOnlyList<T> Moved<T>(this IReadOnlyList<T> items, int from, int to)
    {
        var target = Math.Clamp(to, 0, Math.Max(0, items.Count - 1));
        if (from < 0 || from >= items.Count || from == target)
        {
            return items;
        }

        var moved = items.ToList();
        moved.RemoveAt(from);
        moved.Insert(target, items[from]);
        return moved;
    }

    private static AskIf? Without(AskIf? askIf, string fieldId)
    {
        if (askIf?.Conditions.Any(condition => condition.FieldId == fieldId) != true)
        {
            return askIf;
        }

        var kept = askIf.Conditions.Where(condition => condition.FieldId != fieldId).ToList();
        return kept.Count == 0 ? null : askIf with { Conditions = kept };
    }

    private static string Free(string wish, int maxLength, string separator, HashSet<string> taken)
    {
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{separator}{number}");
            var name = wish[..Math.Min(wish.Length, maxLength - suffix.Length)] + suffix;
            if (!taken.Contains(name))
            {
                return name;
            }
        }
    }
}
