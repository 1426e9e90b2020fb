using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Core.Forms;

/// <summary>
/// Fills in forms with contacts: one question at a time, back and forth, with pauses of any length. Pure, and without a word of any channel: the
/// same in live traffic and in the simulator.
/// </summary>
public static class FormTalk
{
    public const string CancelCommand = "cancel";
    public const string BackCommand = "back";
    public const string SkipCommand = "skip";

    /// <summary>Whoever comes back after this long is asked whether to go on, instead of taking what they write for the answer.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromHours(12);

    /// <summary>Begins a form: says the introduction and asks the first question.</summary>
    /// <param name="formId">A form that the version does not have any more is said to be gone.</param>
    public static Reply StartForm(this TurnContext turn, string? formId)
    {
        if (turn.Bot.Form(formId) is not { } form)
        {
            return turn.Say(turn.Text("forms.say.gone"));
        }

        var current = turn.Situation.State.Form;
        if (current is null || turn.Bot.Form(current.FormId) is not { } earlier)
        {
            return Begin(turn, form, given: current);
        }

        if (current.PersonExternalId != turn.Message.From.ExternalId)
        {
            return turn.Say(turn.Text("forms.say.somebody_else"));
        }

        // Nobody misses a form of which nothing was answered.
        return current.Answers.Count == 0
            ? Begin(turn, form, given: current)
            : new FormView(turn, earlier, current).AskWhetherToStartOther(form);
    }

    /// <summary>Takes a message for the form that is being filled in.</summary>
    /// <returns>Null when it is not about a form: then whatever else the bot does with messages answers it.</returns>
    public static Reply? Hear(TurnContext turn)
    {
        var progress = turn.Situation.State.Form;
        if (turn.Message.Kind == IncomingKind.ButtonTap)
        {
            return FormTap.Parse(turn.Message.ButtonData) is { } tap ? HearTap(turn, tap, progress) : null;
        }

        if (progress is null || progress.PersonExternalId != turn.Message.From.ExternalId || turn.Message.IsForAnyBot)
        {
            return null;
        }

        if (turn.Message.CommandName is { } command && command is not (CancelCommand or BackCommand or SkipCommand))
        {
            return null;
        }

        if (turn.Bot.Form(progress.FormId) is not { } form)
        {
            return turn.Message.CommandName is null or CancelCommand ? Drop(turn, progress) : null;
        }

        return new FormStep(turn, form, progress).Hear(LongPause);
    }

    /// <summary>Something else was answered in the middle of a form: what was asked is asked again, so that nobody is lost.</summary>
    public static Reply GoOn(TurnContext turn, Reply reply)
    {
        var state = reply.State ?? turn.Situation.State;
        if (
            state.Form is not { } progress
            || progress != turn.Situation.State.Form
            || (reply.Ask is null && reply.Messages.Count == 0)
            || progress.PersonExternalId != turn.Message.From.ExternalId
            || turn.Bot.Form(progress.FormId) is not { } form
        )
        {
            return reply;
        }

        // The answer may have been a change of the language.
        var after = turn.Situation.After(reply);
        var now = new TurnContext(turn.Bot, turn.Message, after, turn.Bot.LanguageOf(after.Contact, turn.Message.From), turn.Now)
        {
            Reason = reply.Reason,
        };
        var again = new FormStep(now, form, progress).AskAgain(LongPause);
        return reply with
        {
            // What is asked of somebody slow is answered first.
            Messages = reply.Ask is null ? [.. reply.Messages, .. again.Messages] : reply.Messages,
            Ask = reply.Ask is null ? null : reply.Ask with { Afterwards = again.Messages },
            State = again.State is { } changed ? state with { Form = changed.Form } : reply.State,
        };
    }

    /// <summary>The contact changed an earlier message: if it was an answer, the answer changes.</summary>
    /// <returns>Null when it was none.</returns>
    public static Reply? Correct(TurnContext turn) =>
        turn.Situation.State.Form is { } progress
        && progress.PersonExternalId == turn.Message.From.ExternalId
        && turn.Bot.Form(progress.FormId) is { } form
            ? new FormStep(turn, form, progress).Correct()
            : null;

    /// <summary>What is said to a contact who stopped in the middle; null when there is nothing to remind of.</summary>
    public static Reply? Remind(TurnContext turn) =>
        turn.Situation.State.Form is { WasReminded: false } progress && turn.Bot.Form(progress.FormId) is { } form
            ? new FormStep(turn, form, progress).Remind()
            : null;

    /// <summary>What a tapped button of a form said, for the transcript; null for other buttons.</summary>
    public static string? CaptionOf(string? data, BotSnapshot bot, string language)
    {
        if (FormTap.Parse(data) is not { } tap)
        {
            return null;
        }

        var text = tap.Kind switch
        {
            FormTapKind.Back => "forms.say.back",
            FormTapKind.Skip => "forms.say.skip",
            FormTapKind.Cancel => "forms.say.cancel",
            FormTapKind.Continue => "forms.say.continue",
            FormTapKind.Send => "forms.say.send",
            FormTapKind.ChooseAnswer => "forms.say.change",
            FormTapKind.StartOther => "forms.say.start_other",
            FormTapKind.Summary => "forms.say.to_summary",
            _ => null,
        };
        return text is not null ? bot.Texts.Of(text, language) : bot.FormWithField(tap.FieldId)?.CaptionOf(tap, language) ?? "";
    }

    private static Reply HearTap(TurnContext turn, FormTap tap, FormProgress? progress)
    {
        if (progress?.Token == tap.Token)
        {
            if (progress.PersonExternalId != turn.Message.From.ExternalId)
            {
                // Somebody else's form in a group.
                return Silence(turn);
            }

            return turn.Bot.Form(progress.FormId) is { } form ? new FormStep(turn, form, progress).HearTap(tap) : Drop(turn, progress);
        }

        // The second of two fast taps on "send" or "cancel" comes when the form is over already.
        var isRepeated =
            turn.Situation.State.FormOver == tap.Token && tap.Kind is FormTapKind.Send or FormTapKind.Cancel or FormTapKind.StartOther;
        return isRepeated || tap.Kind == FormTapKind.Nothing ? Silence(turn) : turn.Say(turn.Text("forms.say.over"));
    }

    internal static Reply Begin(TurnContext turn, CompiledForm form, FormProgress? given)
    {
        var progress = new FormProgress
        {
            EntryId = Guid.CreateVersion7(turn.Now),
            FormId = form.Form.Id,
            PersonExternalId = turn.Message.From.ExternalId,
            Language = turn.Language,
            StartedAt = turn.Now,
            LastAt = turn.Now,
            HasKeyboard = given?.HasKeyboard ?? false,
        };
        return new FormStep(turn, form, progress).Begin(given);
    }

    /// <summary>The version that is live now does not have the form any more.</summary>
    private static Reply Drop(TurnContext turn, FormProgress progress)
    {
        var said = turn.Say(turn.Text("forms.say.gone"));
        return said with
        {
            Messages = FormView.GiveKeyboardBack(said.Messages, progress),
            State = turn.Situation.State with { Form = null, FormOver = progress.Token },
            Effects = [EntryChange.Cancelled(progress, turn.Now)],
        };
    }

    private static Reply Silence(TurnContext turn) => new() { Reason = turn.Reason };
}
