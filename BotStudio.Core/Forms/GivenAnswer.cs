namespace BotStudio.Core.Forms;

/// <summary>What a contact answered to a question of a form that they have filled in before.</summary>
public sealed record GivenAnswer(string FormId, string FieldId, Answer Answer)
{
    public static IEnumerable<GivenAnswer> Of(EntryChange entry) =>
        (entry.Answers ?? []).Select(answer => new GivenAnswer(entry.FormId, answer.FieldId, answer.AsAnswer()));
}
