namespace BotStudio.Core.Bots.Translations;

/// <summary>A part of the document with texts that nobody reads, and so nobody has to translate: of a choice that is not made now, or for machines.</summary>
public interface IHasDormantMembers
{
    /// <param name="member">As it is called in the JSON.</param>
    bool IsDormant(string member);
}
