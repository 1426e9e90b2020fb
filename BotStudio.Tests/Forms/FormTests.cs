using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Forms;

public sealed class FormTests
{
    private static readonly TextField Name = new()
    {
        Id = "name",
        Key = "name",
        Question = A.Text("Name?"),
    };

    private static readonly SelectField Size = new()
    {
        Id = "size",
        Key = "size",
        Question = A.Text("Size?"),
        Options = [SomeForm.Option("s", "Small")],
    };

    [Fact]
    public void A_form_with_everything_has_no_problems() => Assert.Empty(Problems(SomeForm.WithEverything()));

    [Fact]
    public void A_form_is_the_same_after_a_round_through_JSON()
    {
        var json = DocumentJson.Write(SomeForm.In(SomeForm.WithEverything()));
        Assert.Equal(json, DocumentJson.Write(DocumentJson.Read(json)));
        Assert.All(FieldTypes.All, type => Assert.Contains($"\"type\":\"{type.Key}\"", json, StringComparison.Ordinal));
        Assert.All(EndingTypes.All, type => Assert.Contains($"\"type\":\"{type.Key}\"", json, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_form_may_not_be_is_said_with_its_place()
    {
        Has("forms.name_missing", "/name", SomeForm.With(Name) with { Name = " " });
        Has("document.text_too_long", "/name", SomeForm.With(Name) with { Name = new string('x', 65) });
        Has("document.text_missing", "/done/en", SomeForm.With(Name) with { Done = [] });
        Has("forms.no_fields", "/fields", SomeForm.With());
        Has("forms.too_many_fields", "/fields", SomeForm.With([.. Enumerable.Repeat(Name, 101)]));
        Has("forms.no_endings", "/endings", SomeForm.With(Name) with { Endings = [] });
        Has("forms.too_many_endings", "/endings", SomeForm.With(Name) with { Endings = [.. Enumerable.Repeat(new SaveEnding(), 11)] });
        Has("forms.reminder_range", "/reminderMinutes", SomeForm.With(Name) with { ReminderMinutes = 0 });
        Has("forms.id_twice", "/fields/1/id", SomeForm.With(Name, Name with { Key = "other" }));
        Has("fields.key_twice", "/fields/1/key", SomeForm.With(Name, Name with { Id = "other" }));
        Assert.Contains(
            DocumentCheck.Run(A.Document() with { Forms = [.. Enumerable.Range(0, 51).Select(_ => SomeForm.With(Name).Copy())] }),
            problem => problem is { Code: "forms.too_many", Place: "/forms" }
        );
    }

    [Fact]
    public void What_a_question_may_not_be_is_said_with_its_place()
    {
        HasField("fields.bad_key", "/key", Name with { Key = "Name" });
        HasField("fields.bad_key", "/key", Name with { Key = "1st" });
        HasField("document.text_missing", "/question/en", Name with { Question = [] });
        HasField("fields.length_range", "/minLength", Name with { MinLength = 0 });
        HasField("fields.length_range", "/maxLength", Name with { MaxLength = 5000 });
        HasField("fields.range_reversed", "/maxLength", Name with { MinLength = 5, MaxLength = 4 });
        HasField("fields.bad_pattern", "/pattern", Name with { Pattern = "(" });
        HasField("fields.decimals_range", "/decimals", Number() with { Decimals = 7 });
        HasField("fields.range_reversed", "/max", Number() with { Min = 2, Max = 1 });
        HasField("fields.number_too_large", "/max", Number() with { Max = decimal.MaxValue });
        HasField("fields.default_unfit", "/default", Number() with { Default = 1.5m });
        HasField(
            "fields.bad_country",
            "/country",
            new PhoneField
            {
                Key = "p",
                Question = Name.Question,
                Country = "XX",
            }
        );
        HasField("fields.bad_date", "/earliest", Day() with { Earliest = "31.12.2026" });
        HasField("fields.bad_date", "/latest", Day() with { Latest = "today+" });
        HasField("fields.range_reversed", "/latest", Day() with { Earliest = "today+2", Latest = "today+1" });
        HasField("fields.no_options", "/options", Size with { Options = [] });
        HasField("fields.too_many_options", "/options", Size with { Options = [.. Enumerable.Repeat(Size.Options[0], 101)] });
        HasField("forms.id_twice", "/options/1/id", Size with { Options = [Size.Options[0], Size.Options[0]] });
        HasField("document.text_missing", "/options/0/label/en", Size with { Options = [new FieldOption()] });
        HasField("fields.unknown_option", "/default", Size with { Default = "xl" });
        HasField("fields.choices_range", "/maxChoices", Several() with { MaxChoices = 2 });
        HasField("fields.unknown_option", "/default", Several() with { Default = ["xl"] });
        HasField(
            "fields.size_range",
            "/maxMegabytes",
            new PhotoField
            {
                Key = "p",
                Question = Name.Question,
                MaxMegabytes = 21,
            }
        );
        HasField(
            "fields.never_unique",
            "/isUnique",
            new LocationField
            {
                Key = "p",
                Question = Name.Question,
                IsUnique = true,
            }
        );

        static NumberField Number() => new() { Key = "n", Question = Name.Question };
        static DateField Day() => new() { Key = "d", Question = Name.Question };
        static MultiSelectField Several() =>
            new()
            {
                Key = "m",
                Question = Name.Question,
                Options = Size.Options,
            };
    }

    [Fact]
    public void A_condition_looks_back_and_compares_what_can_be_compared()
    {
        Has("fields.condition_not_earlier", "/fields/0/askIf/conditions/0/fieldId", SomeForm.With(Asked(Name, "size"), Size));
        Has(
            "fields.condition_operator",
            "/fields/1/askIf/conditions/0/operator",
            SomeForm.With(Size, Asked(Name, "size", ConditionOperator.Less, "s"))
        );
        Has(
            "fields.condition_value",
            "/fields/1/askIf/conditions/0/value",
            SomeForm.With(Size, Asked(Name, "size", ConditionOperator.Equals, "xl"))
        );
        Has("fields.condition_count", "/fields/1/askIf", SomeForm.With(Size, Name with { AskIf = new AskIf() }));
        Assert.Empty(Problems(SomeForm.With(Size, Asked(Name, "size", ConditionOperator.Equals, "s"))));
    }

    [Fact]
    public void What_an_ending_may_not_be_is_said_with_its_place()
    {
        HasEnding("endings.nobody", "", new NotifyEnding());
        HasEnding("endings.bad_email", "/emails/0", new NotifyEnding { Emails = ["shop"] });
        HasEnding("endings.bad_url", "/url", new WebhookEnding { Url = "ftp://example.com" });
        HasEnding("document.prompt_missing", "/text", new AiEnding());
    }

    [Fact]
    public void A_copy_has_new_ids_and_points_at_its_own_parts()
    {
        var form = SomeForm.WithEverything();
        var copy = form.Copy();

        Assert.Empty(Problems(copy));
        Assert.Empty(Ids(form).Intersect(Ids(copy)));
        Assert.Equal(form.Fields.Select(field => field.Key), copy.Fields.Select(field => field.Key));

        static IEnumerable<string> Ids(Form form) =>
            [form.Id, .. form.Fields.SelectMany(field => field.PartIds), .. form.Endings.Select(ending => ending.Id)];
    }

    [Fact]
    public void A_question_of_another_type_keeps_what_both_have()
    {
        var several = (MultiSelectField)FieldTypes.Convert(Size with { AllowsOther = true, Default = "s" }, Type("multiselect"));
        Assert.Equal(Size.Id, several.Id);
        Assert.Equal(Size.Options.Select(option => option.Id), several.Options.Select(option => option.Id));
        Assert.True(several.AllowsOther);
        Assert.Empty(several.Default);

        var text = FieldTypes.Convert(Size, Type("text"));
        Assert.Equal("Size?", text.Question["en"]);

        static PartType<FormField> Type(string key) => FieldTypes.All.Single(type => type.Key == key);
    }

    [Fact]
    public void What_changed_in_a_form_is_said_in_words()
    {
        using var services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<DiffTexts>().BuildServiceProvider();
        var texts = services.GetRequiredService<DiffTexts>();
        var everything = SomeForm.In(SomeForm.WithEverything());
        var changed = SomeForm.In(
            SomeForm.With(
                Name with
                {
                    IsRequired = false,
                    MinLength = 3,
                },
                Size with
                {
                    Options = [SomeForm.Option("s", "Tiny")],
                    AskIf = null,
                },
                new SelectField
                {
                    Id = "amount",
                    Key = "amount",
                    Question = A.Text("How much?"),
                    Options = [SomeForm.Option("few", "Few")],
                }
            )
        );
        foreach (var language in Languages.All)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Code);
            foreach (
                var (before, after) in new[]
                {
                    (A.Document(), everything),
                    (everything, changed),
                    (changed, everything),
                    (everything, A.Document()),
                }
            )
            {
                var parts = DocumentDiff.Between(before, after);
                Assert.All(
                    parts.SelectMany(part => part.Changes.Select(texts.Of).Append(texts.NameOf(part))),
                    text => Assert.DoesNotContain("diff.", text, StringComparison.Ordinal)
                );
            }
        }

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var words = DocumentDiff.Between(everything, changed).SelectMany(part => part.Changes.Select(texts.Of)).ToList();
        Assert.Contains("Question “Name?”: can be skipped", words);
        Assert.Contains("Question “Your phone?” removed", words);
        Assert.Contains("Question “How much?”: kind of answer", words);
        Assert.Contains("Webhook: removed", words);
    }

    [Theory]
    [InlineData("2026-12-31", "2026-12-31")]
    [InlineData("today", "2026-03-14")]
    [InlineData("today+30", "2026-04-13")]
    [InlineData("today-14", "2026-02-28")]
    [InlineData("today+40000", null)]
    [InlineData("tomorrow", null)]
    [InlineData("2026-02-30", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_day_is_fixed_or_counted_from_today(string? rule, string? day) =>
        Assert.Equal(day, DateRule.On(rule, new DateOnly(2026, 3, 14))?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(@"^\d{4}$", "1234", true)]
    [InlineData(@"^\d{4}$", "12345", false)]
    [InlineData(@"(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false)]
    [InlineData(@"^(?=(a+)+$)b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false)]
    [InlineData(@"(\w)\1", "hello", true)]
    public void A_regular_expression_of_an_owner_ends(string pattern, string text, bool matches) =>
        Assert.Equal(matches, OwnerPattern.TryCompile(pattern)!.IsMatch(text));

    [Theory]
    [InlineData("(")]
    [InlineData("")]
    [InlineData(@"(\w{1000}){1000}{1000}")]
    public void What_is_no_regular_expression_is_none(string pattern) => Assert.Null(OwnerPattern.TryCompile(pattern));

    private static FormField Asked(
        FormField field,
        string about,
        ConditionOperator how = ConditionOperator.Answered,
        string? value = null
    ) =>
        field with
        {
            AskIf = new AskIf
            {
                Conditions =
                [
                    new FieldCondition
                    {
                        FieldId = about,
                        Operator = how,
                        Value = value,
                    },
                ],
            },
        };

    private static IReadOnlyList<Core.Outcomes.Problem> Problems(Form form) => DocumentCheck.Run(SomeForm.In(form));

    private static void Has(string code, string place, Form form) =>
        Assert.Contains(Problems(form), problem => problem.Code == code && problem.Place == "/forms/0" + place);

    private static void HasField(string code, string place, FormField field) => Has(code, "/fields/0" + place, SomeForm.With(field));

    private static void HasEnding(string code, string place, FormEnding ending) =>
        Has(code, "/endings/0" + place, SomeForm.With(Name) with { Endings = [ending] });
}
