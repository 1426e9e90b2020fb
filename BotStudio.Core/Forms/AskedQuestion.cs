using System.Globalization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Forms;

/// <summary>A question while it is asked of a contact: what its field needs to know of the moment.</summary>
public sealed record AskedQuestion(TurnContext Turn, CompiledForm Form, CompiledField Question, FormProgress Progress)
{
    public string Language => Turn.Language;

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Turn.Language);

    /// <summary>The day in UTC, as everywhere in what bots say.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(Turn.Now.UtcDateTime);

    /// <summary>The contact chats alone with the bot, where the channel can ask them for their number and place.</summary>
    public bool IsPrivate => Turn.Message.ChatKind == ChatKind.Private;

    /// <inheritdoc cref="TurnContext.Text"/>
    public string Text(string key, params object[] args) => Turn.Text(key, args);

    /// <summary>A text with a number in it.</summary>
    public string Plural(string key, long count, params object[] more) => Turn.Bot.Texts.Plural(key, Language, count, more);

    public string Data(FormTapKind kind, string argument = "") => new FormTap(Progress.Token, kind, Question.Field.Id, argument).Data;

    public OutgoingButton Button(string caption, FormTapKind kind, string argument = "") => new(caption) { Data = Data(kind, argument) };
}
