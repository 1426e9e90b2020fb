using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Starters;

/// <summary>A form to begin with: a <see cref="Form"/> with every text in every language of the product, as JSON beside this class.</summary>
public sealed class FormStarter
{
    private readonly JsonObject form;

    private FormStarter(string key, JsonObject file)
    {
        Key = key;
        Icon = file["icon"]!.GetValue<string>();
        Title = file["title"].Deserialize<LocalizedText>()!;
        Summary = file["summary"].Deserialize<LocalizedText>()!;
        form = file["form"]!.AsObject();
    }

    /// <summary>Name of its file: <c>booking</c>.</summary>
    public string Key { get; }

    /// <summary>Id of a symbol in wwwroot/images/icons.svg.</summary>
    public string Icon { get; }

    public LocalizedText Title { get; }

    public LocalizedText Summary { get; }

    /// <summary>A new form with ids of its own. Texts in languages that the bot does not speak are left out.</summary>
    public Form Create(string name, BotDocument bot)
    {
        var kept = form.DeepClone();
        BotTemplate.KeepOnly([.. bot.Languages, bot.DefaultLanguage], kept);
        kept["name"] = name;
        return kept.Deserialize<Form>(DocumentJson.Options)!.Copy();
    }

    internal static FormStarter Parse(string key, Stream json) => new(key, JsonNode.Parse(json)!.AsObject());
}
