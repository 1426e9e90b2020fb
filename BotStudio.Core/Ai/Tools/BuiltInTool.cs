using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>
/// A tool of the product: one class says what the model may call in a version of a bot and what happens then. Whose contact and whose bot it is comes
/// from the turn, never from the arguments.
/// </summary>
public abstract class BuiltInTool
{
    /// <summary>What the model calls; its key in the document and in texts.</summary>
    public abstract string Name { get; }

    /// <summary>The conversation goes on elsewhere after it: there is one such call a turn, and what it says follows the model's words.</summary>
    public virtual bool LeadsOn => false;

    /// <summary>Without parts of the bot that it works with there is nothing it could do.</summary>
    public virtual bool NeedsParts => false;

    /// <summary>The parts of a bot that the owner may allow or not; none when there is nothing to choose.</summary>
    public virtual IReadOnlyList<ToolPart> PartsOf(BotDocument document) => [];

    /// <returns>Null when the version has nothing for it.</returns>
    public abstract ToolOffer? OfferIn(BotSnapshot bot, BuiltInUse use);

    /// <param name="arguments">Checked against what was offered.</param>
    public abstract ToolOutcome Run(TurnContext turn, BuiltInUse use, ReadArguments arguments);
}

/// <summary>A form, a command or a contact field, as the owner knows it.</summary>
public sealed record ToolPart(string Id, string Name);

/// <param name="Description">Tells the model what it does and when to use it.</param>
public sealed record ToolOffer(string Description, IReadOnlyList<ToolParameter> Parameters);

/// <summary>What came of a call.</summary>
/// <param name="Told">To the model.</param>
public sealed record ToolOutcome(string Told)
{
    /// <summary>Why nothing happened; null when it did.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What the bot says behind the model's words, and what changes; null for nothing.</summary>
    public Reply? Then { get; init; }

    /// <summary>What a question in <see cref="Then"/> is about; null for the contact's message.</summary>
    public IncomingMessage? Message { get; init; }

    public static ToolOutcome Refused(Problem problem, string told) => new(ToolTexts.Error(told)) { Problem = problem };
}
