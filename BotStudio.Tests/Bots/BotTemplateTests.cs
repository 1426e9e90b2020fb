using System.Globalization;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;
using BotStudio.Tests.Forms;

namespace BotStudio.Tests.Bots;

public sealed class BotTemplateTests
{
    private static readonly string[] AllLanguages = [.. Languages.All.Select(language => language.Code)];

    public static TheoryData<string, string> EveryTemplateInEveryLanguage
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var template in BotTemplates.All)
            {
                foreach (var language in AllLanguages)
                {
                    all.Add(template.Key, language);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(EveryTemplateInEveryLanguage))]
    public void A_bot_made_of_a_template_can_be_published_at_once(string key, string language)
    {
        Assert.Empty(DocumentCheck.Run(Template(key).Create("Coffee", language, [])));
        Assert.Empty(DocumentCheck.Run(Template(key).Create("Coffee", language, AllLanguages)));
        Assert.Empty(DocumentWarnings.Run(Template(key).Create("Coffee", language, AllLanguages)));
    }

    [Theory]
    [MemberData(nameof(EveryTemplateInEveryLanguage))]
    public void Every_text_of_a_template_is_there_in_every_language(string key, string language)
    {
        var template = Template(key);
        Assert.NotEmpty(template.Title.In(language, language));
        Assert.NotEmpty(template.Summary.In(language, language));

        var texts = TextsIn(JsonNode.Parse(DocumentJson.Write(template.Create("Coffee", language, AllLanguages)))!).ToList();
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace((string?)text[language]), text.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(EveryTemplateInEveryLanguage))]
    public void A_template_names_only_variables_that_exist(string key, string language)
    {
        var bot = Template(key).Create("Coffee", language, [language]);
        var texts = TextsIn(JsonNode.Parse(DocumentJson.Write(bot))!).Select(text => (string)text[language]!).Append(bot.Prompt.Text);

        Assert.Empty(texts.SelectMany(text => TextTemplate.Compile(text).UnknownIn(bot)));
    }

    [Theory]
    [MemberData(nameof(EveryTemplateInEveryLanguage))]
    public void Its_bot_greets_a_new_contact_by_name(string key, string language)
    {
        var reply = Say(Template(key).Create("Coffee", language, []), "/start");

        Assert.Contains("Oksana", Assert.Single(reply.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_a_text_mentions_exists()
    {
        foreach (var template in BotTemplates.All)
        {
            var bot = template.Create("Coffee", "en", AllLanguages);
            var names = bot.Commands.Select(command => "/" + command.Name).Append("/start").ToHashSet();
            var mentioned = TextsIn(JsonNode.Parse(DocumentJson.Write(bot))!)
                .SelectMany(text => text.Select(entry => (string)entry.Value!))
                .Concat(AllLanguages.Select(language => template.Create("Coffee", language, []).Prompt.Text))
                .SelectMany(text => text.Split([' ', '\n', ',', '.', ':', ';']))
                .Where(word => word.Length > 1 && word[0] == '/' && char.IsAsciiLetterLower(word[1]));

            Assert.Empty(mentioned.Except(names));
        }
    }

    [Fact]
    public void Texts_in_languages_the_bot_does_not_speak_are_left_out()
    {
        var bot = Template("shop").Create("Coffee", "uk", ["de"]);

        Assert.Equal(["uk", "de"], bot.Languages);
        Assert.Equal("uk", bot.DefaultLanguage);
        Assert.All(TextsIn(JsonNode.Parse(DocumentJson.Write(bot))!), text => Assert.Equal(["uk", "de"], text.Select(entry => entry.Key)));
        Assert.StartsWith("Ти", bot.Prompt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_button_of_a_template_leads_somewhere()
    {
        foreach (var template in BotTemplates.All)
        {
            var bot = template.Create("Coffee", "en", []);
            foreach (var button in bot.Commands.SelectMany(command => ButtonRows.All(command.Response.Rows)))
            {
                Assert.True(
                    button.Action switch
                    {
                        ButtonAction.RunCommand => bot.Commands.Any(command => command.Id == button.CommandId),
                        ButtonAction.StartForm => bot.Forms.Any(form => form.Id == button.FormId),
                        ButtonAction.SendText => button.Message is { IsBlank: false },
                        ButtonAction.OpenSubmenu => button.Submenu is { Text.IsBlank: false },
                        ButtonAction.AskForHuman => true,
                        _ => button.Url is not null,
                    },
                    $"{template.Key}: {button.Id}"
                );
            }
        }
    }

    [Fact]
    public void A_text_that_a_document_has_once_is_in_its_main_language()
    {
        Assert.Equal("Stolik", Template("restaurant").Create("Kawa", "pl", ["en"]).Forms.Single().Name);
        Assert.Equal("Tisch", Template("restaurant").Create("Kaffee", "de", AllLanguages).Forms.Single().Name);
    }

    [Theory]
    [MemberData(nameof(EveryTemplateInEveryLanguage))]
    public void Every_form_can_be_filled_in_to_its_end(string key, string language)
    {
        var document = Template(key).Create("Coffee", language, []);
        foreach (var form in document.Forms)
        {
            foreach (var choice in Enumerable.Range(0, 3))
            {
                var chat = FormChat.Begun(form, language, document);
                for (var step = 0; step < 2 * form.Fields.Count && chat.Progress is { } progress; step++)
                {
                    Answer(chat, form.Field(progress.FieldId), choice, language);
                }

                Assert.True(chat.Progress is null, $"{form.Name} stays at {chat.Progress?.FieldId}: {chat.Text}");
                Assert.NotEmpty(chat.Answers);
                Assert.DoesNotContain("{{", chat.Text, StringComparison.Ordinal);
            }
        }
    }

    /// <param name="choice">Which of several answers, so that conditions are met and not met.</param>
    private static void Answer(FormChat chat, FormField? field, int choice, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        switch (field)
        {
            case null:
                chat.Tap(BotTexts.BuiltIn("forms.say.send", language));
                break;
            case PhotoField:
                chat.Tap(BotTexts.BuiltIn("forms.say.skip", language));
                break;
            case SelectField select:
                chat.Say(select.Options[Math.Min(choice * 2, select.Options.Count - 1)].Label[language]);
                break;
            case MultiSelectField several:
                chat.Say(several.Options[0].Label[language]);
                break;
            case NumberField number:
                chat.Say((number.Min ?? 1).ToString(culture));
                break;
            case DateField:
                chat.Say(chat.Now.AddDays(2).ToString("d", culture));
                break;
            case EmailField:
                chat.Say("anna@example.com");
                break;
            case PhoneField:
                chat.Say("+380441234567");
                break;
            default:
                chat.Say("It is a long story, and it begins here.");
                break;
        }
    }

    private static BotTemplate Template(string key) => BotTemplates.Find(key)!;

    private static Reply Say(BotDocument bot, string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        var message = new IncomingMessage
        {
            ChatId = "1",
            ChatKind = ChatKind.Private,
            From = new Sender("1", "Oksana"),
            Kind = IncomingKind.Text,
            Text = text,
            CommandName = name,
            CommandArguments = arguments,
        };
        return ChooseReply.For(
            BotSnapshot.Compile(bot, 1),
            message,
            Situation.Fresh,
            new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero)
        );
    }

    private static IEnumerable<JsonObject> TextsIn(JsonNode node) =>
        node switch
        {
            JsonObject text when text.Count > 0 && text.All(entry => Languages.IsKnown(entry.Key)) => [text],
            JsonObject parts => parts.Where(part => part.Value is not null).SelectMany(part => TextsIn(part.Value!)),
            JsonArray items => items.Where(item => item is not null).SelectMany(item => TextsIn(item!)),
            _ => [],
        };
}
