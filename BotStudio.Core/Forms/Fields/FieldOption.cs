using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>One of the answers that a question offers.</summary>
public sealed record FieldOption
{
    /// <summary>More do not fit under a message (Telegram shows 100 buttons), and nobody reads as many.</summary>
    public const int MaxOptions = 100;

    public const int MaxLabelLength = 64;

    /// <summary>Stays when the label changes: conditions, exports and webhooks name it.</summary>
    public string Id { get; init; } = PartId.New();

    public LocalizedText Label { get; init; } = [];

    internal static void Check(IReadOnlyList<FieldOption> options, DocumentCheck check, string place)
    {
        if (options.Count is 0 or > MaxOptions)
        {
            check.Add(options.Count == 0 ? "fields.no_options" : "fields.too_many_options", place, MaxOptions);
        }

        var ids = new HashSet<string>();
        for (var i = 0; i < options.Count; i++)
        {
            check.Id(options[i].Id, $"{place}/{i}/id");
            if (!ids.Add(options[i].Id))
            {
                check.Add("forms.id_twice", $"{place}/{i}/id");
            }

            check.RequiredText(options[i].Label, $"{place}/{i}/label", MaxLabelLength);
        }
    }

    internal static void Outline(IReadOnlyList<FieldOption> options, DocumentOutline outline, string id, string name)
    {
        foreach (var option in options)
        {
            outline.Texts($"{id}/option/{option.Id}", "field_option", option.Label, name);
        }

        outline.Order(
            id + "/options",
            "field_option_order",
            [options.Select(option => (option.Id, option.NameIn(outline.Document)))],
            name
        );
    }

    internal string NameIn(BotDocument document) => Label.In(document.DefaultLanguage, document.DefaultLanguage);
}
