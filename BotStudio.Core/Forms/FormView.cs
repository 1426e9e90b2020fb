using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Core.Forms;

/// <summary>What a contact sees of a form.</summary>
internal sealed class FormView(TurnContext turn, CompiledForm form, FormProgress progress)
{
    /// <summary>Gives the contact's keyboard back.</summary>
    public static readonly ReplyKeyboard NoKeyboard = new([]);

    /// <summary>Characters of an answer in the summary and on buttons.</summary>
    private const int MaxShownLength = 200;

    private const int MaxCaptionLength = 40;

    private const int AnswersOnPage = 10;

    public OutgoingMessage Message(string text) =>
        new() { Text = text, ReplyToExternalId = turn.Message.ChatKind == ChatKind.Group ? turn.Message.ExternalId : null };

    /// <param name="number">Which of how many it is.</param>
    /// <param name="edits">In place of the message whose button was tapped.</param>
    public OutgoingMessage Question(AskedQuestion asked, (int Number, int Total) number, string turnedTo, bool edits)
    {
        var field = asked.Question.Field;
        var message = Edited(Message(TextOf(asked, number)), edits);
        var key = asked.IsPrivate && !edits ? field.KeyboardKey(asked) : null;
        return key is null
            ? message with
            {
                Buttons = [.. field.Buttons(asked, turnedTo), .. Suggestion(asked), .. Navigation(asked, number.Number)],
            }
            : message with
            {
                Keyboard = Keyboard(asked, key, number.Number),
            };
    }

    /// <summary>The question as it stays in the chat when a tap has answered it.</summary>
    public OutgoingMessage Answered(AskedQuestion asked, Answer answer)
    {
        var text = asked.Question.Question.RenderMarkdown(ValuesFor(asked));
        return Edited(Message($"{text}\n\n{Noted(asked, answer)}"), edits: true);
    }

    /// <summary>What was understood, in a line.</summary>
    public string Noted(AskedQuestion asked, Answer answer) =>
        answer.IsSkipped ? turn.Text("forms.say.skipped") : "✅ " + Written(asked, answer);

    public OutgoingMessage Summary(IReadOnlyList<AskedField> fields, bool edits) =>
        Edited(Message($"{turn.Text("forms.say.summary")}\n\n{Lines(fields)}"), edits) with
        {
            Buttons =
            [
                [Button(turn.Text("forms.say.send"), FormTapKind.Send)],
                [
                    Button(turn.Text("forms.say.change"), FormTapKind.ChooseAnswer),
                    Button(turn.Text("forms.say.cancel"), FormTapKind.Cancel),
                ],
            ],
        };

    /// <summary>The summary as it stays in the chat when it is sent.</summary>
    public OutgoingMessage Sent(IReadOnlyList<AskedField> fields)
    {
        var sent = Message(Lines(fields));
        return turn.Message.Kind == IncomingKind.ButtonTap ? Edited(sent, edits: true) : sent;
    }

    public OutgoingMessage ChooseAnswer(IReadOnlyList<AskedField> fields, string pageText)
    {
        var pages = (fields.Count + AnswersOnPage - 1) / AnswersOnPage;
        var page = int.TryParse(
            pageText,
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var asked
        )
            ? Math.Min(asked, pages - 1)
            : 0;
        var rows = fields
            .Skip(page * AnswersOnPage)
            .Take(AnswersOnPage)
            .Select(each =>
                (IReadOnlyList<OutgoingButton>)
                    [new OutgoingButton(CaptionOf(each)) { Data = new FormTap(progress.Token, FormTapKind.Change, each.Field.Id).Data }]
            )
            .ToList();
        if (pages > 1)
        {
            rows.Add([Page("‹", (page + pages - 1) % pages), Page("›", (page + 1) % pages)]);
        }

        rows.Add([Button(turn.Text("forms.say.to_summary"), FormTapKind.Summary)]);
        return Edited(Message(turn.Text("forms.say.which_answer")), edits: true) with { Buttons = rows };

        OutgoingButton Page(string caption, int number) =>
            Button(caption, FormTapKind.ChooseAnswer, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Tells a contact who comes back where they stopped.</summary>
    public OutgoingMessage Greeting(IReadOnlyList<AskedField> fields, string key)
    {
        var number = Math.Max(
            1,
            1
                + fields
                    .TakeWhile(each => each.Field.Id != progress.FieldId && (progress.FieldId is not null || each.Answer is not null))
                    .Count()
        );
        return Message(turn.Text(key, Math.Min(number, fields.Count), fields.Count)) with
        {
            Buttons =
            [
                [Button(turn.Text("forms.say.continue"), FormTapKind.Continue), Button(turn.Text("forms.say.cancel"), FormTapKind.Cancel)],
            ],
        };
    }

    public Reply AskWhetherToStartOther(CompiledForm other)
    {
        var fields = form.Asked(progress.Answers, DateOnly.FromDateTime(turn.Now.UtcDateTime));
        var message = Greeting(fields, "forms.say.in_the_middle");
        return new Reply
        {
            Reason = turn.Reason,
            Messages =
            [
                message with
                {
                    Buttons = [.. message.Buttons, [Button(turn.Text("forms.say.start_other"), FormTapKind.StartOther, other.Form.Id)]],
                },
            ],
            State = turn.Situation.State with { Form = progress with { LastAt = turn.Now, IsPaused = true } },
        };
    }

    public string Written(AskedQuestion asked, Answer answer) =>
        Shown(asked.Question.Field.Written(answer, turn.Language, form.DefaultLanguage));

    public string NameOf(AskedField field) => PlainInMarkdown.Escape(field.Field.NameIn(turn.Language, form.DefaultLanguage));

    /// <summary>The answers as texts and prompts know them.</summary>
    public IReadOnlyDictionary<string, string> AnswersByKey(IReadOnlyList<AskedField> fields)
    {
        var byKey = new Dictionary<string, string>();
        foreach (var each in fields)
        {
            byKey[each.Field.Key] = each.Answer is { IsSkipped: false } answer
                ? each.Field.Written(answer, turn.Language, form.DefaultLanguage)
                : "";
        }

        return byKey;
    }

    /// <summary>With the last message that can, for a form that ends while its own key is on the contact's keyboard.</summary>
    public static IReadOnlyList<OutgoingMessage> GiveKeyboardBack(IReadOnlyList<OutgoingMessage> messages, FormProgress ended)
    {
        var last = messages.Count - 1;
        return !ended.HasKeyboard || last < 0 || messages[last] is not { Buttons.Count: 0, EditsExternalId: null }
            ? messages
            : [.. messages.Take(last), messages[last] with { Keyboard = NoKeyboard }];
    }

    private string TextOf(AskedQuestion asked, (int Number, int Total) number)
    {
        var values = ValuesFor(asked);
        var text = new StringBuilder();
        if (number.Total > 1)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"*{number.Number} / {number.Total}*\n\n");
        }

        text.Append(asked.Question.Question.RenderMarkdown(values));
        var help = asked.Question.Help.RenderMarkdown(values);
        if (!string.IsNullOrWhiteSpace(help))
        {
            text.Append("\n\n").Append(help);
        }
        else if (asked.Question.Field.Hint(asked) is { } hint)
        {
            text.Append("\n\n*").Append(hint).Append('*');
        }

        return text.ToString();
    }

    private TemplateValues ValuesFor(AskedQuestion asked) =>
        turn.Values with
        {
            FormAnswers = AnswersByKey(form.Asked(progress.Answers, asked.Today)),
        };

    private static IEnumerable<IReadOnlyList<OutgoingButton>> Suggestion(AskedQuestion asked)
    {
        var field = asked.Question.Field;
        if (asked.Progress.Answers.ContainsKey(field.Id) || field.Suggestion(asked) is not { } suggested)
        {
            return [];
        }

        var caption = Cut(field.Written(suggested, asked.Language, asked.Form.DefaultLanguage));
        return
        [
            [asked.Button("👉 " + caption, FormTapKind.Suggested)],
        ];
    }

    private IEnumerable<IReadOnlyList<OutgoingButton>> Navigation(AskedQuestion asked, int number)
    {
        var answer = asked.Progress.Answers.GetValueOrDefault(asked.Question.Field.Id);
        if (answer is not null)
        {
            var caption = answer.IsSkipped
                ? turn.Text("forms.say.keep_skipped")
                : turn.Text("forms.say.keep", Cut(asked.Question.Field.Written(answer, asked.Language, form.DefaultLanguage)));
            yield return [asked.Button(caption, FormTapKind.Keep)];
        }

        var row = new List<OutgoingButton>();
        if (number > 1)
        {
            row.Add(asked.Button(turn.Text("forms.say.back"), FormTapKind.Back));
        }

        if (!asked.Question.Field.IsRequired)
        {
            row.Add(asked.Button(turn.Text("forms.say.skip"), FormTapKind.Skip));
        }

        row.Add(Button(turn.Text("forms.say.cancel"), FormTapKind.Cancel));
        yield return row;
    }

    /// <summary>A keyboard of keys cannot be together with buttons, so all of them are keys.</summary>
    private ReplyKeyboard Keyboard(AskedQuestion asked, ReplyKey key, int number)
    {
        var field = asked.Question.Field;
        var rows = new List<IReadOnlyList<ReplyKey>> { new[] { key } };
        if (asked.Progress.Answers.ContainsKey(field.Id))
        {
            rows.Add([new ReplyKey(turn.Text("forms.say.keep_answer"))]);
        }
        else if (field.Suggestion(asked) is { } suggested)
        {
            rows.Add([new ReplyKey(field.Written(suggested, asked.Language, form.DefaultLanguage))]);
        }

        var row = new List<ReplyKey>();
        if (number > 1)
        {
            row.Add(new ReplyKey(turn.Text("forms.say.back")));
        }

        if (!field.IsRequired)
        {
            row.Add(new ReplyKey(turn.Text("forms.say.skip")));
        }

        row.Add(new ReplyKey(turn.Text("forms.say.cancel")));
        rows.Add(row);
        return new ReplyKeyboard(rows);
    }

    private string Lines(IReadOnlyList<AskedField> fields) =>
        string.Join(
            '\n',
            fields.Select(
                (each, index) =>
                    $"{index + 1}. **{NameOf(each)}:** "
                    + (
                        each.Answer is { IsSkipped: false } answer
                            ? Shown(each.Field.Written(answer, turn.Language, form.DefaultLanguage))
                            : "—"
                    )
            )
        );

    private string CaptionOf(AskedField each)
    {
        var answer = each.Answer is { IsSkipped: false } given ? each.Field.Written(given, turn.Language, form.DefaultLanguage) : "—";
        return Cut($"{each.Field.NameIn(turn.Language, form.DefaultLanguage)}: {answer}");
    }

    private OutgoingButton Button(string caption, FormTapKind kind, string argument = "") =>
        new(caption) { Data = new FormTap(progress.Token, kind, Argument: argument).Data };

    private OutgoingMessage Edited(OutgoingMessage message, bool edits) =>
        edits && turn.Message.Kind == IncomingKind.ButtonTap
            ? message with
            {
                EditsExternalId = turn.Message.ExternalId,
                ReplyToExternalId = null,
            }
            : message;

    private static string Shown(string value) => PlainInMarkdown.Escape(Cut(value, MaxShownLength));

    private static string Cut(string value, int maxLength = MaxCaptionLength)
    {
        var line = OneLine.Of(value, maxLength);
        return line.Length < value.Length ? line + "…" : line;
    }
}
