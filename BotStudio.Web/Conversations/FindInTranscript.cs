using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;

namespace BotStudio.Web.Conversations;

/// <summary>What a reader looks for in a transcript, and at which of the places they are.</summary>
public sealed class FindInTranscript
{
    public bool IsOpen { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The latest first.</summary>
    public IReadOnlyList<FoundMessage> Found { get; private set; } = [];

    public int Position { get; private set; }

    /// <summary>The message that is looked at; null while nothing is found.</summary>
    public Guid? Current => IsOpen && Found.Count > 0 ? Found[Position].Id : null;

    /// <summary>Opens it, or closes it and forgets what was looked for.</summary>
    public void Toggle()
    {
        IsOpen = !IsOpen;
        (Text, Found, Position) = ("", [], 0);
    }

    /// <returns>The same text, to be handed to <see cref="Take"/> with what was found for it.</returns>
    public string Type(string text) => Text = text;

    /// <returns>False for an answer that comes after the reader has typed on.</returns>
    public bool Take(string text, IReadOnlyList<FoundMessage> found)
    {
        if (text != Text || !IsOpen)
        {
            return false;
        }

        (Found, Position) = (found, 0);
        return true;
    }

    /// <summary>Goes to an earlier place (1) or a later one (-1), round and round.</summary>
    public void Step(int steps)
    {
        if (Found.Count > 0)
        {
            Position = (Position + steps + Found.Count) % Found.Count;
        }
    }
}
