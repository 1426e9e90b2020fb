using BotStudio.Core.Bots;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms;
using BotStudio.Web.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Forms.Builder;

public sealed class FormTrialTests
{
    private readonly TelegramChannel channel = new(null!, null!, null!, NullLogger<TelegramChannel>.Instance);

    [Fact]
    public void A_form_is_filled_in_to_its_end_which_tells_what_would_become_of_the_answers()
    {
        var trial = Try(
            SomeForm.With(
                new TextField
                {
                    Id = "name",
                    Key = "name",
                    Question = A.Text("Who?"),
                },
                new PhotoField
                {
                    Id = "door",
                    Key = "door",
                    Question = A.Text("A picture?"),
                },
                new LocationField
                {
                    Id = "place",
                    Key = "place",
                    Question = A.Text("Where?"),
                },
                new PhoneField
                {
                    Id = "phone",
                    Key = "phone",
                    Question = A.Text("Phone?"),
                    MustBeOwn = true,
                }
            ) with
            {
                HasSummary = false,
                Endings = [new SaveEnding(), new NotifyEnding { Emails = ["shop@example.com"] }],
            }
        );

        trial.Say("Olena");
        trial.Send(SampleMedia.Photo);
        Assert.Contains(trial.Keyboard!.Rows.SelectMany(row => row), key => key.Request == KeyRequest.Location);
        trial.Send(SampleMedia.Location);
        Assert.Contains(trial.Keyboard!.Rows.SelectMany(row => row), key => key.Request == KeyRequest.Contact);
        Assert.Empty(trial.Outcome);
        trial.Send(SampleMedia.OwnNumber("somebody", "Olena"));

        Assert.True(trial.IsOver);
        Assert.Null(trial.Keyboard);
        Assert.Contains("Thank you!", trial.Lines[^1].Piece!.Text, StringComparison.Ordinal);
        var saved = trial.Outcome.OfType<EntryChange>().Single(entry => entry.Status == EntryStatus.Completed);
        Assert.Equal(["Olena", "🖼", "📍 50.45, 30.52333", "+12025550143"], saved.Answers!.Select(answer => answer.Text));
        Assert.IsType<NotifyEnding>(Assert.Single(trial.Outcome.OfType<FinishLater>()).Ending);
    }

    [Fact]
    public void A_question_is_tried_alone_whatever_its_conditions_say()
    {
        var trial = Try(SomeForm.WithEverything(), from: "extras");

        Assert.Contains("What with it?", Assert.Single(trial.Lines).Piece!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ticks_and_months_change_their_message_in_its_place_and_leave_no_bubble()
    {
        var trial = Try(SomeForm.WithEverything(), from: "extras");
        var question = trial.Lines[0];
        var sugar = ButtonFor(question, "Sugar");

        trial.Tap(question, sugar);

        Assert.Equal([question], trial.Lines.Where(line => line.IsShown));
        Assert.NotEqual(sugar.Text, ButtonFor(question, "Sugar").Text);
        Assert.True(trial.IsTouched);
    }

    [Fact]
    public void After_a_question_in_the_middle_the_next_one_is_asked()
    {
        var trial = Try(SomeForm.WithEverything(), from: "amount");

        trial.Say("3");

        Assert.Contains("3 / ", trial.Lines[^1].Piece!.Text, StringComparison.Ordinal);
        Assert.Contains("Your e-mail?", trial.Lines[^1].Piece!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_without_questions_and_one_full_of_problems_can_be_looked_at()
    {
        Assert.Empty(Try(SomeForm.With()).Lines);
        var blank = SomeForm.With(
            new SelectField
            {
                Id = "a",
                Key = "",
                Options = [new FieldOption()],
            },
            new TextField
            {
                Id = "b",
                Key = "",
                Pattern = "(",
            }
        ) with
        {
            Done = [],
        };

        var trial = Try(blank);
        trial.Tap(trial.Lines[0], trial.Lines[0].Piece!.Buttons[0][0]);
        trial.Say("anything");

        Assert.NotEmpty(trial.Lines);
    }

    [Fact]
    public void Where_AI_answers_the_trial_ends()
    {
        var trial = Try(
            SomeForm.With(
                new TextField
                {
                    Id = "name",
                    Key = "name",
                    Question = A.Text("Who?"),
                }
            ) with
            {
                HasSummary = false,
                Endings = [new AiEnding { Text = "Thank them." }],
            }
        );

        trial.Say("Olena");

        Assert.True(trial.AsksAi);
    }

    private static OutgoingButton ButtonFor(SimulatedLine line, string caption) =>
        line.Piece!.Buttons.SelectMany(row => row).Single(button => button.Text.EndsWith(caption, StringComparison.Ordinal));

    private FormTrial Try(Form form, string? from = null) => new(SomeForm.In(form), form.Id, from, channel, "en", "Alex", A.Moment);
}
