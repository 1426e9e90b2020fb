using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Trials;

/// <summary>Somebody who is nobody: whoever writes what is tried out.</summary>
public static class SampleContact
{
    /// <param name="language">The one they are answered in, if the bot speaks it; null for the bot's own.</param>
    public static Situation In(string? language) => Situation.Fresh with { Contact = ContactProfile.Unknown with { Language = language } };

    /// <summary>A text such as <c>/price</c> is a command, as it is in a chat.</summary>
    public static IncomingMessage Writes(string text, string name, DateTimeOffset now)
    {
        var (command, arguments) = CommandText.Parse(text);
        return new IncomingMessage
        {
            ChatId = "trial",
            ChatKind = ChatKind.Private,
            From = new Sender("trial", name),
            Kind = IncomingKind.Text,
            Text = text,
            CommandName = command,
            CommandArguments = arguments,
            SentAt = now,
        };
    }
}
