using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Commands.Responses;

/// <summary>
/// What a command answers. A type is one class: its data, its rules and what it says. It is found by its key in <see cref="ResponseTypes"/>,
/// which is also <c>type</c> in JSON; adding one touches no other.
/// </summary>
public abstract record Response
{
    /// <summary>Reports what is wrong with the data at its place; nothing when it can be published.</summary>
    public abstract void Check(DocumentCheck check, string place);

    /// <summary>Lists what the data says, so that versions can be compared in words.</summary>
    public abstract void Outline(DocumentOutline outline);

    /// <summary>The same answer for another command: parts that have ids get new ones.</summary>
    public virtual Response Copy() => this;

    /// <summary>What contacts read, for whoever looks for a missing translation.</summary>
    public virtual IEnumerable<LocalizedText> Texts() => [];

    /// <summary>Ids of the commands that it leads on to, one for each way there.</summary>
    public virtual IEnumerable<string> LeadsTo() => [];

    /// <summary>Compiles templates once per version; called by <see cref="BotSnapshot"/>.</summary>
    public abstract CompiledResponse Compile(BotDocument document);
}

/// <summary>A response ready to answer, many times and from many threads.</summary>
public abstract class CompiledResponse
{
    public abstract Reply Answer(TurnContext turn);

    /// <summary>Buttons whose taps this response answers.</summary>
    public virtual IEnumerable<CompiledButton> Buttons => [];
}
