using AngleSharp.Dom;
using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Forms;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Forms.Builder;

public sealed class FormEditorTests : DraftScreen
{
    private readonly DraftSession draft = Draft(SomeForm.In(SomeForm.WithEverything()));

    private Form Form => draft.Document.Forms[0];

    private string Order => string.Join(' ', Form.Fields.Select(each => each.Key));

    private Toast Toast => Services.GetRequiredService<Toasts>().Shown.Single();

    [Fact]
    public void A_new_question_is_opened_and_its_words_are_asked_for()
    {
        var editor = Editor();

        editor.FindAll(".catalogue button").Single(button => button.QuerySelector("b")!.TextContent == "Number").Click();

        var added = Assert.IsType<NumberField>(Form.Fields[^1]);
        Assert.Equal("number", added.Key);
        Assert.EndsWith(
            $"/forms/order?at=%2Fforms%2Forder%2Ffields%2F{added.Id}%2Fquestion%2Fen",
            Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri,
            StringComparison.Ordinal
        );
        Assert.Equal("true", Card(Editor(added.Id), 10).QuerySelector(".head")!.GetAttribute("aria-expanded"));
    }

    [Fact]
    public void Questions_are_moved_by_menu_keyboard_and_dragging()
    {
        var editor = Editor();

        Menu(editor, 1, "Move down").Click();
        Assert.StartsWith("amount name email", Order, StringComparison.Ordinal);

        Card(Editor(), 3).QuerySelector(".head")!.KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        Assert.StartsWith("amount email name", Order, StringComparison.Ordinal);

        Editor().Find("[data-dropped]").Change("amount name after");
        Assert.StartsWith("email name amount", Order, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_question_comes_back_from_its_toast_with_the_conditions_that_looked_at_it()
    {
        Menu(Editor(), 2, "Delete").Click();

        Assert.Equal("“How many?” is deleted, and with it a condition of 1 question", Toast.Text);
        Assert.Null(Form.Field("size")!.AskIf);

        await Toast.Action!();
        Assert.StartsWith("name amount email", Order, StringComparison.Ordinal);
        Assert.NotNull(Form.Field("size")!.AskIf);
    }

    [Fact]
    public void A_copy_stands_behind_its_original_under_a_key_of_its_own()
    {
        Menu(Editor(), 1, "Duplicate").Click();

        Assert.StartsWith("name name_2 amount", Order, StringComparison.Ordinal);
        Assert.Empty(draft.Problems);
    }

    [Fact]
    public void Every_type_of_question_can_be_opened_and_read()
    {
        foreach (var field in Form.Fields)
        {
            var editor = Editor(field.Id);

            Assert.Contains(field.Question["en"], editor.Markup, StringComparison.Ordinal);
            Assert.Empty(editor.FindAll("[aria-invalid='true']"));
        }
    }

    [Fact]
    public void Another_type_keeps_the_words_and_coming_back_finds_the_options_again()
    {
        var editor = Editor("size");

        editor.Find("select[id]:has(option[value='multiselect'])").Change("multiselect");
        Assert.Equal(["s", "l"], Assert.IsType<MultiSelectField>(Form.Field("size")).Options.Select(option => option.Id));
        Again(editor);
        editor.Find("select[id]:has(option[value='multiselect'])").Change("text");
        Assert.Equal("Which size?", Assert.IsType<TextField>(Form.Field("size")).Question["en"]);
        Again(editor);
        editor.Find("select[id]:has(option[value='multiselect'])").Change("select");

        var size = Assert.IsType<SelectField>(Form.Field("size"));
        Assert.Equal(["s", "l"], size.Options.Select(option => option.Id));
        Assert.Equal("size", size.Key);
    }

    [Fact]
    public void A_key_is_brought_into_form_when_it_is_left_and_a_taken_one_is_refused()
    {
        var editor = Editor("name");

        Key(editor).Change("First name");
        Assert.Equal("first_name", Form.Field("name")!.Key);
        Key(editor).Input("amount");

        Assert.Contains("already has the name amount", Editor("name").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_are_put_right_where_they_are_wrong()
    {
        var editor = Editor("amount");

        Place(editor, "/min").Change("200");

        Assert.Equal(200m, Assert.IsType<NumberField>(Form.Field("amount")).Min);
        editor = Editor("amount");
        Assert.Equal("true", Place(editor, "/max").GetAttribute("aria-invalid"));
        Assert.NotNull(Card(editor, 2).QuerySelector(".problem"));
        Assert.NotNull(editor.Find("[role='tab'][aria-selected='true'] .problem"));

        Place(editor, "/min").Change("");
        Assert.Null(Assert.IsType<NumberField>(Form.Field("amount")).Min);
    }

    [Fact]
    public void A_condition_offers_earlier_questions_and_what_their_answers_can_be_compared_by()
    {
        var editor = Editor("place");

        editor.FindAll("button").Single(button => button.TextContent.Trim() == "Add a condition").Click();

        var condition = Assert.Single(Form.Field("place")!.AskIf!.Conditions);
        Assert.Equal(("extras", ConditionOperator.Contains, "milk"), (condition.FieldId, condition.Operator, condition.Value));
        editor = Editor("place");
        Assert.Equal(8, Place(editor, "/conditions/0/fieldId").Children.Length);
        Assert.Equal(
            ["is answered", "is not answered", "has among them", "does not have among them"],
            Place(editor, "/conditions/0/operator").Children.Select(option => option.TextContent)
        );

        Place(editor, "/conditions/0/fieldId").Change("day");
        editor = Editor("place");
        Assert.Contains("is later than", Place(editor, "/conditions/0/operator").TextContent, StringComparison.Ordinal);

        editor.Find("button[aria-label='Remove the condition']").Click();
        Assert.Null(Form.Field("place")!.AskIf);
    }

    [Fact]
    public void A_condition_that_looks_ahead_is_told_at_its_place()
    {
        draft.Change(document => document.Edit("order", form => form.Move("amount", 8)));

        var editor = Editor("size");

        Assert.Contains("can only look at a question that comes before", Card(editor, 5).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_can_be_fixed_or_counted_from_the_question()
    {
        var editor = Editor("day");
        var earliest = editor.FindAll("fieldset.rule")[0];

        earliest.QuerySelector("select")!.Change("After");
        Assert.Equal("today+1", Day.Earliest);
        Again(editor);
        editor.FindAll("fieldset.rule")[0].QuerySelector("input")!.Change("3");
        Assert.Equal("today+3", Day.Earliest);
        Again(editor);
        editor.FindAll("fieldset.rule")[0].QuerySelector("select")!.Change("Fixed");
        Assert.Null(Day.Earliest);
        Again(editor);
        editor.FindAll("fieldset.rule")[0].QuerySelector("input[type='date']")!.Change("2027-01-31");
        Assert.Equal("2027-01-31", Day.Earliest);
    }

    [Fact]
    public void While_nothing_starts_the_form_a_click_makes_a_command_that_does()
    {
        Editor().FindAll("button").Single(button => button.TextContent.Trim() == "Add the command /order").Click();

        var command = Assert.Single(draft.Document.Commands);
        Assert.Equal("order", Assert.IsType<FormResponse>(command.Response).FormId);
        Assert.Equal("/order", Editor().Find(".started-by a").TextContent);
    }

    [Fact]
    public void A_reminder_is_counted_in_what_was_chosen()
    {
        var editor = Editor();
        Tab(editor, 2);

        editor.Find("input[data-place='/forms/order/reminderMinutes']").Change("3");
        Assert.Equal(180, Form.ReminderMinutes);
        Again(editor);
        editor.Find(".after select").Change("1440");
        Assert.Equal(3 * 1440, Form.ReminderMinutes);
        Again(editor);
        editor.Find(".reminder input[role='switch']").Change(false);
        Assert.Null(Form.ReminderMinutes);
    }

    [Fact]
    public void A_link_to_a_problem_opens_its_tab_and_its_question()
    {
        var editor = Show<FormEditor>(
            draft,
            part =>
            {
                part.Add(p => p.Form, Form);
                part.AddCascadingValue(nameof(DraftPlace), "/forms/order/fields/email/question/en");
            }
        );

        Assert.Equal("true", Card(editor, 3).QuerySelector(".head")!.GetAttribute("aria-expanded"));

        var other = Show<FormEditor>(
            draft,
            part =>
            {
                part.Add(p => p.Form, Form);
                part.AddCascadingValue(nameof(DraftPlace), "/forms/order/done/en");
            }
        );

        Assert.Equal("Texts and settings", other.Find("[role='tab'][aria-selected='true']").TextContent.Trim());
    }

    [Fact]
    public void A_viewer_finds_nothing_to_change()
    {
        var reader = Draft(draft.Document, Core.Accounts.Role.Operator);

        var editor = Show<FormEditor>(reader, part => part.Add(p => p.Form, Form));

        Assert.Empty(editor.FindAll("[data-drag-handle], .question .menu, .catalogue"));
    }

    [Fact]
    public void A_line_of_a_long_form_is_drawn_again_only_when_it_looks_different()
    {
        var editor = Editor("name");
        var cards = editor.FindComponents<FieldCard>();
        var before = cards.Select(card => card.RenderCount).ToList();

        draft.Change(document => document.Edit("order", form => form.Edit("name", field => field with { Label = A.Text("Who?") })));
        Again(editor);

        Assert.Equal([.. before.Skip(1)], cards.Skip(1).Select(card => card.RenderCount));
        Assert.Contains("Who?", Card(editor, 1).TextContent, StringComparison.Ordinal);
    }

    private DateField Day => Assert.IsType<DateField>(Form.Field("day"));

    private IRenderedComponent<FormEditor> Editor(string? opened = null) =>
        Show<FormEditor>(
            draft,
            part =>
            {
                part.Add(p => p.Form, Form);
                if (opened is not null)
                {
                    part.AddCascadingValue(nameof(DraftPlace), $"/forms/order/fields/{opened}/key");
                }
            }
        );

    private void Again(IRenderedComponent<FormEditor> editor) => editor.Render(part => part.Add(p => p.Form, Form));

    private static IElement Card(IRenderedComponent<FormEditor> editor, int number) => editor.FindAll(".question")[number - 1];

    private static IElement Menu(IRenderedComponent<FormEditor> editor, int number, string item) =>
        Card(editor, number).QuerySelectorAll("button.item").Single(button => button.TextContent.Trim() == item);

    private static IElement Key(IRenderedComponent<FormEditor> editor) => Place(editor, "/key");

    private static IElement Place(IRenderedComponent<FormEditor> editor, string end) => editor.Find($"[data-place$='{end}']");

    private static void Tab(IRenderedComponent<FormEditor> editor, int index) => editor.FindAll("[role='tab']")[index].Click();
}
