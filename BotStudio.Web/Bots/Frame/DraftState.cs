namespace BotStudio.Web.Bots.Frame;

/// <summary>Where the reader's changes to a draft are.</summary>
public enum DraftState
{
    /// <summary>All of them are in the database.</summary>
    Saved,

    /// <summary>Some wait for the next pause in typing.</summary>
    Unsaved,
    Saving,

    /// <summary>The database cannot be reached; it is tried again and again.</summary>
    Unreachable,

    /// <summary>They were refused; <see cref="DraftSession.Refusal"/> says why.</summary>
    Refused,

    /// <summary>Somebody saved the same part differently; <see cref="DraftSession.Theirs"/> holds it.</summary>
    Conflict,
}
