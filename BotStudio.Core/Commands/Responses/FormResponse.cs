using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Begins a form.</summary>
public sealed record FormResponse : Response
{
    /// <summary>Id of one of the bot's forms.</summary>
    public string? FormId { get; init; }

    /// <summary>Its questions bring their own.</summary>
    public override bool MayHaveButtons => false;

    public override void Check(DocumentCheck check, string place)
    {
        if (!check.Document.Forms.Any(form => form.Id == FormId))
        {
            check.Add("commands.unknown_form", place + "/formId");
        }

        base.Check(check, place);
    }

    public override void Outline(DocumentOutline outline)
    {
        outline.Value("form", "form", NameIn(outline.Document, FormId));
        base.Outline(outline);
    }

    public override CompiledResponse Compile(BotDocument document) => new Compiled(FormId);

    internal static string? NameIn(BotDocument document, string? formId) => document.Forms.FirstOrDefault(form => form.Id == formId)?.Name;

    private sealed class Compiled(string? formId) : CompiledResponse
    {
        public override Reply Answer(TurnContext turn) => turn.StartForm(formId);
    }
}
