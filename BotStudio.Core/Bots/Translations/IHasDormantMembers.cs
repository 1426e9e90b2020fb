namespace BotStudio.Core.Bots.Translations;

/// <summary>A part of the document that still holds what belongs to a choice that is not made now: nobody reads it, nobody has to translate it.</summary>
public interface IHasDormantMembers
{
    /// <param name="member">As it is called in the JSON.</param>
    bool IsDormant(string member);
}
