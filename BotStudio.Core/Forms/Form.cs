using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms;

/// <summary>A part of the document: questions that a contact answers one at a time, and what is done with the answers.</summary>
public sealed record Form
{
    public const int MaxNameLength = 64;
    public const int MaxFields = 100;
    public const int MaxEndings = 10;

    /// <summary>30 days: who has not come back by then does not want to.</summary>
    public const int MaxReminderMinutes = 30 * 24 * 60;

    public string Id { get; init; } = PartId.New();

    /// <summary>What the owner calls it; contacts do not see it.</summary>
    public required string Name { get; init; }

    /// <summary>Said before the first question; CommonMark, variables allowed.</summary>
    public LocalizedText Intro { get; init; } = [];

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    /// <summary>Before sending, all answers are shown once more, and each of them can be changed.</summary>
    public bool HasSummary { get; init; } = true;

    /// <summary>Said when the form is filled in; CommonMark, variables allowed, answers among them.</summary>
    public LocalizedText Done { get; init; } = [];

    /// <summary>Minutes of silence after which the contact is reminded, once; null for never.</summary>
    public int? ReminderMinutes { get; init; }

    /// <summary>What is done with the answers, in this order.</summary>
    public IReadOnlyList<FormEnding> Endings { get; init; } = [new SaveEnding()];

    public FormField? Field(string? id) => Fields.FirstOrDefault(field => field.Id == id);

    public void Check(DocumentCheck check, string place)
    {
        check.Id(Id, place + "/id");
        if (string.IsNullOrWhiteSpace(Name))
        {
            check.Add("forms.name_missing", place + "/name");
        }
        else if (Name.Length > MaxNameLength)
        {
            check.Add("document.text_too_long", place + "/name", MaxNameLength, Name.Length);
        }

        check.OptionalText(Intro, place + "/intro");
        check.RequiredText(Done, place + "/done");
        if (ReminderMinutes is < 1 or > MaxReminderMinutes)
        {
            check.Add("forms.reminder_range", place + "/reminderMinutes", MaxReminderMinutes);
        }

        CheckFields(check, place + "/fields");
        CheckEndings(check, place + "/endings");
    }

    public void Outline(DocumentOutline outline)
    {
        outline.Value("name", "form_name", Name);
        outline.Texts("intro", "form_intro", Intro);
        outline.Texts("done", "form_done", Done);
        outline.Switch("summary", "form_summary", HasSummary);
        outline.Value("reminder", "form_reminder", DocumentOutline.Number(ReminderMinutes));
        foreach (var field in Fields)
        {
            field.Outline(outline, this);
        }

        outline.Order("order", "form_order", [Fields.Select(field => (field.Id, field.NameIn(outline.Document)))]);
        foreach (var ending in Endings)
        {
            ending.Outline(outline, "ending/" + ending.Id);
        }
    }

    /// <summary>The same form beside this one: all parts get new ids, and what points at them follows.</summary>
    public Form Copy()
    {
        var renewed = Fields.SelectMany(field => field.PartIds).Distinct().ToDictionary(id => id, _ => PartId.New());
        return this with
        {
            Id = PartId.New(),
            Fields = [.. Fields.Select(field => field.WithIds(id => renewed.GetValueOrDefault(id, id)))],
            Endings = [.. Endings.Select(ending => ending with { Id = PartId.New() })],
        };
    }

    /// <summary>What contacts read, for whoever looks for a missing translation.</summary>
    public IEnumerable<LocalizedText> Texts() => Fields.SelectMany(field => field.Texts()).Prepend(Intro).Append(Done);

    private void CheckFields(DocumentCheck check, string place)
    {
        if (Fields.Count is 0 or > MaxFields)
        {
            check.Add(Fields.Count == 0 ? "forms.no_fields" : "forms.too_many_fields", place, MaxFields);
        }

        var ids = new HashSet<string>();
        var keys = new HashSet<string>();
        for (var i = 0; i < Fields.Count; i++)
        {
            var field = Fields[i];
            var fieldPlace = $"{place}/{i}";
            if (!ids.Add(field.Id))
            {
                check.Add("forms.id_twice", fieldPlace + "/id");
            }

            if (FormField.IsKey(field.Key) && !keys.Add(field.Key))
            {
                check.Add("fields.key_twice", fieldPlace + "/key", field.Key);
            }

            field.Check(check, fieldPlace);
            field.AskIf?.Check(check, fieldPlace + "/askIf", [.. Fields.Take(i)]);
        }
    }

    private void CheckEndings(DocumentCheck check, string place)
    {
        if (Endings.Count is 0 or > MaxEndings)
        {
            check.Add(Endings.Count == 0 ? "forms.no_endings" : "forms.too_many_endings", place, MaxEndings);
        }

        if (Endings.Count(ending => ending is AiEnding) > 1)
        {
            check.Add("endings.one_ai", place);
        }

        var ids = new HashSet<string>();
        for (var i = 0; i < Endings.Count; i++)
        {
            check.Id(Endings[i].Id, $"{place}/{i}/id");
            if (!ids.Add(Endings[i].Id))
            {
                check.Add("forms.id_twice", $"{place}/{i}/id");
            }

            Endings[i].Check(check, $"{place}/{i}");
        }
    }
}
