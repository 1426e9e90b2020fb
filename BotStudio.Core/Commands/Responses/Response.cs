using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Commands.Responses;

/// <summary>
/// What a command answers. A type is one class: its data, its rules and what it says. It is found by its key in <see cref="ResponseTypes"/>,
/// which is also <c>type</c> in JSON; adding one touches no other. What every type may have beside its own data (files, buttons) is here, and
/// is added to what it says by <see cref="CompiledCommand"/>.
/// </summary>
public abstract record Response
{
    public const int MaxAttachments = 10;

    /// <summary>Files and places sent with the answer.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Rows of buttons under the answer.</summary>
    public IReadOnlyList<IReadOnlyList<MenuButton>> Rows { get; init; } = [];

    /// <summary>False for answers that bring buttons of their own.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public virtual bool MayHaveButtons => true;

    /// <summary>Reports what is wrong with the data at its place; nothing when it can be published.</summary>
    public virtual void Check(DocumentCheck check, string place)
    {
        if (Attachments.Count > MaxAttachments)
        {
            check.Add("attachments.too_many", place + "/attachments", MaxAttachments);
        }

        for (var i = 0; i < Attachments.Count; i++)
        {
            Attachments[i].Check(check, $"{place}/attachments/{i}");
        }

        if (Rows.Count > 0 && !MayHaveButtons)
        {
            check.Add("menu.no_buttons_here", place + "/rows");
        }

        ButtonRows.Check(Rows, check, place + "/rows", depth: 0);
    }

    /// <summary>Lists what the data says, so that versions can be compared in words.</summary>
    public virtual void Outline(DocumentOutline outline)
    {
        foreach (var attachment in Attachments)
        {
            attachment.Outline(outline);
        }

        ButtonRows.Outline(Rows, outline, under: null);
    }

    /// <summary>The same answer for another command: parts that have ids get new ones.</summary>
    public virtual Response Copy() =>
        this with
        {
            Attachments = [.. Attachments.Select(attachment => attachment with { Id = PartId.New() })],
            Rows = ButtonRows.Copy(Rows),
        };

    /// <summary>What contacts read, for whoever looks for a missing translation.</summary>
    public virtual IEnumerable<LocalizedText> Texts() => ButtonRows.All(Rows).SelectMany(button => button.Texts());

    /// <summary>Ids of the commands that it leads on to, one for each way there.</summary>
    public virtual IEnumerable<string> LeadsTo() => ButtonRows.All(Rows).Select(button => button.LeadsTo).OfType<string>();

    /// <summary>Compiles templates once per version; called by <see cref="BotSnapshot"/>.</summary>
    public abstract CompiledResponse Compile(BotDocument document);
}

/// <summary>A response ready to answer, many times and from many threads.</summary>
public abstract class CompiledResponse
{
    /// <summary>It says its own text and no more, so that a message can be brought back to it: by the "back" of a submenu.</summary>
    public virtual bool IsAlwaysTheSame => false;

    public abstract Reply Answer(TurnContext turn);
}
