using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms;

namespace BotStudio.Tests.Forms.Builder;

public sealed class FormEditsTests
{
    private static readonly Form Form = SomeForm.With(
        Text("name"),
        new SelectField
        {
            Id = "size",
            Key = "size",
            Question = A.Text("Which size?"),
            Options = [SomeForm.Option("s", "Small"), SomeForm.Option("l", "Large")],
        },
        Text("sugar") with
        {
            AskIf = When("size", "l"),
        },
        Text("note")
    );

    [Theory]
    [InlineData("name", 2, "size sugar name note")]
    [InlineData("note", 0, "note name size sugar")]
    [InlineData("size", -5, "size name sugar note")]
    [InlineData("size", 99, "name sugar note size")]
    [InlineData("nobody", 1, "name size sugar note")]
    public void A_question_is_moved_to_a_place_in_the_form(string id, int index, string order) =>
        Assert.Equal(order, Order(Form.Move(id, index)));

    [Fact]
    public void Staying_where_one_is_changes_nothing() => Assert.Same(Form, Form.Move("size", 1));

    [Fact]
    public void A_deleted_question_takes_the_conditions_along_that_looked_at_it_and_brings_them_back()
    {
        var without = Form.Remove("size");

        Assert.Equal("name sugar note", Order(without));
        Assert.Null(without.Field("sugar")!.AskIf);
        Assert.Empty(DocumentCheck.Run(SomeForm.In(without)));

        var again = without.Edit("name", field => field with { IsRequired = false }).PutBack(Form, "size");

        Assert.Equal(Order(Form), Order(again));
        Assert.Equal(Form.Field("sugar")!.AskIf, again.Field("sugar")!.AskIf);
        Assert.False(again.Field("name")!.IsRequired);
        Assert.Same(again, again.PutBack(Form, "size"));
    }

    [Fact]
    public void Other_conditions_stay_when_one_goes()
    {
        var both = Form.Edit(
            "sugar",
            field =>
                field with
                {
                    AskIf = field.AskIf! with
                    {
                        Conditions =
                        [
                            .. field.AskIf.Conditions,
                            new FieldCondition { FieldId = "name", Operator = ConditionOperator.Answered },
                        ],
                    },
                }
        );

        var kept = Assert.Single(both.Remove("size").Field("sugar")!.AskIf!.Conditions);

        Assert.Equal("name", kept.FieldId);
    }

    [Theory]
    [InlineData("Delivery address", "delivery_address")]
    [InlineData("  E-mail!  ", "e_mail")]
    [InlineData("2nd choice", "nd_choice")]
    [InlineData("Größe", "groe")]
    [InlineData("Imię", "imie")]
    [InlineData("Ім’я", "")]
    [InlineData("a_very_long_name_that_is_longer_than_allowed", "a_very_long_name_that_is_longer")]
    public void A_key_is_brought_into_form(string typed, string key) => Assert.Equal(key, FormEdits.AsKey(typed));

    [Fact]
    public void A_new_question_has_a_key_of_its_own_and_can_be_answered()
    {
        var form = SomeForm.With();
        foreach (var type in FieldTypes.All.Concat(FieldTypes.All))
        {
            form = form.Insert(form.NewField(type));
        }

        Assert.Equal(form.Fields.Count, form.Fields.Select(field => field.Key).Distinct().Count());
        Assert.Contains("text_2", form.Fields.Select(field => field.Key));
        Assert.All(form.Fields.OfType<SelectField>(), field => Assert.Equal(2, field.Options.Count));
    }

    [Fact]
    public void Lines_become_options_without_bullets_and_without_doubles()
    {
        IReadOnlyList<FieldOption> options = [SomeForm.Option("s", "Small"), new FieldOption()];

        var added = options.WithLines("- Medium\n\n• Large \nsmall\nLarge", "en");

        Assert.Equal(["Small", "Medium", "Large"], added.Select(option => option.Label["en"]));
        Assert.Equal("s", added[0].Id);
    }

    [Fact]
    public void A_deleted_form_leaves_the_others_alone()
    {
        var document = SomeForm.In(Form).Insert(Form.Copy() with { Name = "Second" });

        Assert.Equal(["Second"], document.RemoveForm(Form.Id).Forms.Select(form => form.Name));
        Assert.Same(document, document.RemoveForm("nobody"));
    }

    [Fact]
    public void A_copy_gets_a_free_name()
    {
        var document = SomeForm.In(Form);

        Assert.Equal("Order 2", document.FreeFormName("Order"));
        Assert.Equal("order 2", document.FreeFormName("order"));
        Assert.Equal(
            Form.MaxNameLength,
            document.Insert(Form with { Name = new string('x', 64) }).FreeFormName(new string('x', 64)).Length
        );
    }

    [Fact]
    public void What_is_not_translated_is_told_by_language()
    {
        Assert.Equal(["uk"], SomeForm.In(Form).MissingLanguages(Form));
        Assert.Empty(SomeForm.In(Form).MissingLanguages(SomeForm.With()));
    }

    [Fact]
    public void A_text_may_speak_of_the_answers_that_are_there_by_then()
    {
        var document = SomeForm.In(Form);

        Assert.DoesNotContain(FormVariables.AtFirst(document), name => name.StartsWith("form.", StringComparison.Ordinal));
        Assert.Equal(["form.name", "form.size", "contact.first_name"], FormVariables.Before(document, Form, "sugar").Take(3));
        Assert.Contains("form.note", FormVariables.After(document, Form));
    }

    private static TextField Text(string id) =>
        new()
        {
            Id = id,
            Key = id,
            Question = A.Text(id + "?"),
        };

    private static AskIf When(string field, string value) =>
        new()
        {
            Conditions =
            [
                new FieldCondition
                {
                    FieldId = field,
                    Operator = ConditionOperator.Equals,
                    Value = value,
                },
            ],
        };

    private static string Order(Form form) => string.Join(' ', form.Fields.Select(field => field.Id));
}
