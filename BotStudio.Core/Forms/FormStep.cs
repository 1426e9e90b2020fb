using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Core.Forms;

/// <summary>One turn of filling in a form.</summary>
internal sealed class FormStep(TurnContext turn, CompiledForm form, FormProgress progress)
{
    private readonly FormView view = new(turn, form, progress);

    private DateOnly Today { get; } = DateOnly.FromDateTime(turn.Now.UtcDateTime);

    public Reply Begin(FormProgress? given)
    {
        var reply = Next(progress, before: []);
        var intro = form.Intro.RenderMarkdown(turn.Values);
        var started = new List<TurnEffect>();
        if (given is not null)
        {
            started.Add(EntryChange.Cancelled(given, turn.Now));
        }

        started.Add(EntryChange.Started(turn, form, progress));
        if (form.Form.ReminderMinutes is { } minutes && reply.State?.Form is not null)
        {
            started.Add(new RemindLater(progress.EntryId, minutes, turn.Now.AddMinutes(minutes)));
        }

        return reply with
        {
            Messages = string.IsNullOrWhiteSpace(intro) ? reply.Messages : [view.Message(intro), .. reply.Messages],
            Effects = [.. started, .. reply.Effects],
        };
    }

    public Reply Hear(TimeSpan longPause)
    {
        var message = turn.Message;
        switch (message.CommandName)
        {
            case FormTalk.CancelCommand:
                return Cancel();
            case FormTalk.BackCommand:
                return Back();
            case FormTalk.SkipCommand:
                return Skip();
        }

        if (message.AlbumId is { } album && album == progress.AlbumId)
        {
            return Silence();
        }

        if (turn.Now - progress.LastAt > longPause && !progress.IsPaused)
        {
            return AskAgain(longPause);
        }

        if (progress.FieldId is null)
        {
            return HearInSummary();
        }

        if (Waiting() is not { } question)
        {
            // What was asked is not asked any more, so this answers nothing.
            return Next(progress, before: []);
        }

        if (progress.HasKeyboard && message.Kind == IncomingKind.Text && Said(question) is { } said)
        {
            return said;
        }

        var asked = Asked(question);
        return Take(asked, question.Field.Read(asked, message), before: []);
    }

    public Reply HearTap(FormTap tap)
    {
        switch (tap.Kind)
        {
            case FormTapKind.Nothing:
                return Silence();
            case FormTapKind.Cancel:
                return Cancel();
            case FormTapKind.Continue:
                return Ask(progress with { IsPaused = false, LastAt = turn.Now }, before: []);
            case FormTapKind.StartOther:
                return turn.Bot.Form(tap.Argument) is { } other
                    ? FormTalk.Begin(turn, other, given: progress)
                    : turn.Say(turn.Text("forms.say.gone"));
            case FormTapKind.Send:
                return Send();
            case FormTapKind.ChooseAnswer:
                return progress.FieldId is null ? Stay(view.ChooseAnswer(Fields(), tap.Argument)) : Silence();
            case FormTapKind.Summary:
                return progress.FieldId is null
                    ? Stay(view.Summary(Fields(), edits: true))
                    : Next(progress with { FieldId = null, Ticked = null }, before: []);
        }

        if (Fields().FirstOrDefault(each => each.Field.Id == tap.FieldId) is not { } tapped)
        {
            // The question is not asked any more: another version, or another answer before it.
            return Ask(progress, before: []);
        }

        var asked = Asked(tapped.Question);
        var isWaiting = tapped.Field.Id == progress.FieldId;
        switch (tap.Kind)
        {
            case FormTapKind.Change:
                return Ask(progress with { FieldId = tapped.Field.Id, Ticked = null, LastAt = turn.Now }, before: []);
            case FormTapKind.Turn:
                return Stay(view.Question(asked, Number(tapped), tap.Argument, edits: true));
            case FormTapKind.Other:
                return Stay(view.Message(turn.Text("forms.say.own_words")));
            case FormTapKind.Back:
                return isWaiting ? Back() : Silence();
            case FormTapKind.Skip:
                return isWaiting ? Skip() : Silence();
            case FormTapKind.Keep:
                return isWaiting && tapped.Answer is not null
                    ? Next(progress with { FieldId = null, Ticked = null }, [view.Answered(asked, tapped.Answer)])
                    : Silence();
            case FormTapKind.Tick:
                return Tick(asked, tap);
            case FormTapKind.Suggested:
                return tapped.Field.Suggestion(asked) is { } suggested ? TakeTapped(asked, tapped, Reading.Of(suggested)) : Silence();
            default:
                return TakeTapped(asked, tapped, tapped.Field.ReadTap(asked, tap));
        }
    }

    /// <summary>What waits for an answer, once more.</summary>
    public Reply AskAgain(TimeSpan longPause) =>
        turn.Now - progress.LastAt > longPause
            ? Reply([view.Greeting(Fields(), "forms.say.welcome_back")], progress with { IsPaused = true, LastAt = turn.Now })
            : Ask(progress, before: []);

    public Reply Remind()
    {
        var greeting = view.Greeting(Fields(), "forms.say.reminder");
        return Reply([greeting], progress with { WasReminded = true });
    }

    /// <summary>A later version of a message that was an answer.</summary>
    public Reply? Correct()
    {
        var (fieldId, old) = progress.Answers.FirstOrDefault(answer => answer.Value.MessageId is { } id && id == turn.Message.ExternalId);
        if (fieldId is null || Fields().FirstOrDefault(each => each.Field.Id == fieldId) is not { } corrected)
        {
            return null;
        }

        var asked = Asked(corrected.Question);
        var message = turn.Message with { Kind = turn.Message.Media is null ? IncomingKind.Text : IncomingKind.Media };
        var reading = corrected.Field.Read(asked, message);
        if (reading.Answer is not { } answer || IsGivenBefore(corrected.Field, answer))
        {
            return Reply([view.Message(Problem(asked, reading))], progress);
        }

        if (answer.SaysTheSameAs(old))
        {
            return null;
        }

        var changed = progress.With(fieldId, answer) with { LastAt = turn.Now };
        var said = view.Message(turn.Text("forms.say.changed", view.NameOf(corrected), view.Written(asked, answer)));
        // The question that waits goes on waiting, unless the change has taken it away or opened another one before the summary.
        return StillWaits(changed) ? Reply([said], changed, Moved(changed)) : Next(changed, [said]);
    }

    private Reply HearInSummary()
    {
        var fields = Fields();
        var text = turn.Message.Text.Trim().TrimEnd('.', ')');
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return number >= 1 && number <= fields.Count
                ? Ask(progress with { FieldId = fields[number - 1].Field.Id, LastAt = turn.Now }, before: [])
                : Stay(view.Summary(fields, edits: false));
        }

        return Is("forms.say.send") ? Send()
            : Is("forms.say.cancel") ? Cancel()
            : Next(progress, before: []);

        bool Is(string key) => IsCaption(text, turn.Text(key));
    }

    /// <summary>While the keyboard holds a question's own key, going back and so on are keys, too: their taps come as texts.</summary>
    private Reply? Said(CompiledField question)
    {
        return Is("forms.say.back") ? Back()
            : Is("forms.say.cancel") ? Cancel()
            : !question.Field.IsRequired && Is("forms.say.skip") ? Skip()
            : Fields().FirstOrDefault(each => each.Question == question)?.Answer is not null && Is("forms.say.keep_answer")
                ? Next(progress with { FieldId = null }, before: [])
            : null;

        bool Is(string key) => IsCaption(turn.Message.Text.Trim(), turn.Text(key));
    }

    private static bool IsCaption(string text, string caption) => string.Equals(text, caption, StringComparison.OrdinalIgnoreCase);

    private Reply Tick(AskedQuestion asked, FormTap tap)
    {
        var (option, page) = OptionButtons.Parse(tap.Argument);
        if (asked.Question.Field is not MultiSelectField several || !several.CanBeComparedWith(option))
        {
            return Silence();
        }

        // A tick at a question that was answered before goes back to it.
        var current = several.Id == progress.FieldId ? progress : progress with { FieldId = several.Id, Ticked = null };
        if (several.Toggled(current, option) is not { } ticked)
        {
            return Stay(view.Message(several.TooMany(asked)));
        }

        var changed = current with { Ticked = ticked, LastAt = turn.Now, IsPaused = false };
        var shown = new FormView(turn, form, changed);
        return Reply([shown.Question(asked with { Progress = changed }, Number(several), page, edits: true)], changed);
    }

    /// <summary>A tap on a question's own button, now or long after it was answered.</summary>
    private Reply TakeTapped(AskedQuestion asked, AskedField tapped, Reading reading)
    {
        if (reading.Answer is not { } answer)
        {
            return reading == Reading.Nothing ? Silence() : Stay(view.Message(Problem(asked, reading)));
        }

        if (tapped.Field.Id == progress.FieldId)
        {
            return Take(asked, reading, IsGivenBefore(tapped.Field, answer) ? [] : [view.Answered(asked, answer)]);
        }

        if (tapped.Answer?.SaysTheSameAs(answer) == true)
        {
            // The second of two fast taps.
            return Silence();
        }

        if (IsGivenBefore(tapped.Field, answer))
        {
            return Stay(view.Message(Problem(asked, reading)));
        }

        var changed = progress.With(tapped.Field.Id, answer) with { LastAt = turn.Now };
        IReadOnlyList<OutgoingMessage> said = [view.Answered(asked, answer)];
        return StillWaits(changed) ? Reply(said, changed, Moved(changed)) : Next(changed, said);
    }

    private Reply Take(AskedQuestion asked, Reading reading, IReadOnlyList<OutgoingMessage> before)
    {
        if (reading.Answer is not { } answer || IsGivenBefore(asked.Question.Field, answer))
        {
            return Reply([view.Message(Problem(asked, reading))], progress with { LastAt = turn.Now, IsPaused = false });
        }

        var answered = progress.With(asked.Question.Field.Id, answer) with
        {
            FieldId = null,
            Ticked = null,
            IsPaused = false,
            LastAt = turn.Now,
            AlbumId = turn.Message.AlbumId,
        };
        return Next(answered, before, view.Noted(asked, answer));
    }

    private Reply Skip()
    {
        if (Waiting() is not { } question)
        {
            return Next(progress, before: []);
        }

        if (question.Field.IsRequired)
        {
            return Stay(view.Message(turn.Text("forms.say.required")));
        }

        var skipped = progress.With(question.Field.Id, Answer.Skipped()) with
        {
            FieldId = null,
            Ticked = null,
            IsPaused = false,
            LastAt = turn.Now,
        };
        var asked = Asked(question);
        return Next(
            skipped,
            turn.Message.Kind == IncomingKind.ButtonTap ? [view.Answered(asked, Answer.Skipped())] : [],
            view.Noted(asked, Answer.Skipped())
        );
    }

    private Reply Back()
    {
        var fields = Fields();
        var at = progress.FieldId is null ? fields.Count : IndexOf(fields, progress.FieldId);
        return at <= 0
            ? Stay(view.Message(turn.Text("forms.say.first_question")))
            : Ask(progress with { FieldId = fields[at - 1].Field.Id, Ticked = null, IsPaused = false, LastAt = turn.Now }, before: []);
    }

    private Reply Cancel()
    {
        var said = view.Message(turn.Text("forms.say.cancelled"));
        return new Reply
        {
            Reason = turn.Reason,
            Messages = FormView.GiveKeyboardBack([said], progress),
            State = turn.Situation.State with { Form = null, FormOver = progress.Token },
            Effects = [EntryChange.Cancelled(progress, turn.Now)],
        };
    }

    /// <summary>Sent from the summary, when everything is answered as the form is now.</summary>
    private Reply Send() =>
        progress.FieldId is not null ? Ask(progress, before: [])
        : Fields().Any(each => each.Answer is null) ? Next(progress, before: [])
        : Finish(progress, [view.Sent(Fields())]);

    /// <summary>To the first question without an answer; without one to the summary, or the end.</summary>
    /// <param name="noted">Says what was understood, for when the keyboard has to be given back before the next message.</param>
    private Reply Next(FormProgress changed, IReadOnlyList<OutgoingMessage> before, string? noted = null)
    {
        var open = form.Asked(changed.Answers, Today).FirstOrDefault(each => each.Answer is null);
        if (open is null && !form.Form.HasSummary)
        {
            return Finish(changed, before);
        }

        return Ask(changed with { FieldId = open?.Field.Id, Ticked = null }, before, noted);
    }

    private Reply Ask(FormProgress changed, IReadOnlyList<OutgoingMessage> before, string? noted = null)
    {
        var fields = form.Asked(changed.Answers, Today);
        var shown = new FormView(turn, form, changed);
        var asked = fields.FirstOrDefault(each => each.Field.Id == changed.FieldId);
        if (asked is null && changed.FieldId is not null)
        {
            return Next(changed with { FieldId = null, Ticked = null }, before, noted);
        }

        if (asked is null && fields.Any(each => each.Answer is null))
        {
            return Next(changed, before, noted);
        }

        var message = asked is null
            ? shown.Summary(fields, edits: false)
            : shown.Question(Asked(asked.Question, changed), (IndexOf(fields, asked.Field.Id) + 1, fields.Count), "", edits: false);
        var hasKeyboard = message.Keyboard is not null;
        var messages = before.ToList();
        if (changed.HasKeyboard && !hasKeyboard)
        {
            messages.Add(view.Message(noted ?? turn.Text("forms.say.going_on")) with { Keyboard = FormView.NoKeyboard });
        }

        messages.Add(message);
        var next = changed with { HasKeyboard = hasKeyboard, Language = turn.Language };
        return Reply(messages, next, HasMoved(next) ? Moved(next) : null);
    }

    private Reply Finish(FormProgress finished, IReadOnlyList<OutgoingMessage> before)
    {
        var fields = form.Asked(finished.Answers, Today);
        var entry = FinishedForm.Of(turn, form, finished, fields);
        var values = turn.Values with { FormAnswers = view.AnswersByKey(fields) };
        var done = form.Done.RenderMarkdown(values);
        var messages = string.IsNullOrWhiteSpace(done) ? before : [.. before, view.Message(done)];
        return new Reply
        {
            Reason = turn.Reason,
            Messages = FormView.GiveKeyboardBack(messages, finished),
            State = turn.Situation.State with { Form = null, FormOver = finished.Token },
            Effects =
            [
                EntryChange.Completed(turn, form, finished, fields),
                new TellOfEntryLater(entry),
                .. form
                    .Form.Endings.Where(ending => ending is NotifyEnding or WebhookEnding or LeadEnding)
                    .Select(ending => new FinishLater(entry, ending)),
            ],
            Ask = form.AiReply is { } prompt ? new AiRequest(prompt, values, entry.AsQuestion(), Fallback: "") : null,
        };
    }

    /// <summary>The question that was asked last, as it is now; null in the summary, or when it is asked no more.</summary>
    private CompiledField? Waiting() => Fields().FirstOrDefault(each => each.Field.Id == progress.FieldId)?.Question;

    private bool StillWaits(FormProgress changed)
    {
        var fields = form.Asked(changed.Answers, Today);
        return changed.FieldId is { } id && fields.Any(each => each.Field.Id == id);
    }

    private bool IsGivenBefore(FormField field, Answer answer) =>
        field.IsUnique
        && !answer.IsSkipped
        && turn.Situation.GivenBefore.Any(given =>
            given.FormId == form.Form.Id && given.FieldId == field.Id && given.Answer.SaysTheSameAs(answer)
        );

    private string Problem(AskedQuestion asked, Reading reading)
    {
        if (reading.Answer is not null)
        {
            return turn.Text("forms.say.given_before");
        }

        var own = asked.Question.Error.RenderMarkdown(turn.Values);
        return string.IsNullOrWhiteSpace(own) ? reading.Problem : own;
    }

    private IReadOnlyList<AskedField> Fields() => form.Asked(progress.Answers, Today);

    private (int, int) Number(AskedField asked) => Number(asked.Field);

    private (int, int) Number(FormField field) => (IndexOf(Fields(), field.Id) + 1, Fields().Count);

    private static int IndexOf(IReadOnlyList<AskedField> fields, string id)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Field.Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private AskedQuestion Asked(CompiledField question, FormProgress? changed = null) => new(turn, form, question, changed ?? progress);

    private bool HasMoved(FormProgress next) => next.FieldId != progress.FieldId || next.Answers != progress.Answers;

    private EntryChange Moved(FormProgress next) => EntryChange.Moved(turn, form, next, form.Asked(next.Answers, Today));

    private Reply Stay(OutgoingMessage message) => Reply([message], progress with { LastAt = turn.Now, IsPaused = false });

    private Reply Silence() => new() { Reason = turn.Reason };

    private Reply Reply(IReadOnlyList<OutgoingMessage> messages, FormProgress next, TurnEffect? effect = null) =>
        new()
        {
            Reason = turn.Reason,
            Messages = messages,
            State = turn.Situation.State with { Form = next },
            Effects = effect is null ? [] : [effect],
        };
}
