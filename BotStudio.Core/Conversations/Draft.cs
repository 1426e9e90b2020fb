namespace BotStudio.Core.Conversations;

/// <summary>A message that is still being written: a preview that the channel forgets by itself.</summary>
/// <param name="Id">Never 0. The same for all that becomes one message; it comes back when the contact wants no more of it.</param>
/// <param name="Text">CommonMark, perhaps in the middle of a word.</param>
public sealed record Draft(int Id, string Text)
{
    /// <summary>The same for the same message, however often and wherever it is answered.</summary>
    public static int IdOf(Guid messageId) => (BitConverter.ToInt32(messageId.ToByteArray(), 12) & int.MaxValue) | 1;
}

/// <summary>What came of showing a draft.</summary>
/// <param name="Pause">No further one before that; null for not at all any more in this chat.</param>
public readonly record struct DraftShown(bool IsShown, TimeSpan? Pause)
{
    public static readonly DraftShown Shown = new(true, TimeSpan.Zero);
    public static readonly DraftShown Never = new(false, null);

    public static DraftShown NotBefore(TimeSpan pause) => new(false, pause);
}
