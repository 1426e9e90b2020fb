using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>Makes a new bot of an exported one; it answers nobody before it is published.</summary>
/// <returns>The new bot's id; <c>forbidden</c> below editor; <c>document.name_missing</c> or <c>document.text_too_long</c> for its name.</returns>
public sealed class ImportBot(CreateBot create)
{
    /// <param name="name">What it is called here; null keeps the name in the file.</param>
    public Task<Outcome<Guid>> RunAsync(BotExport file, PartIds ids, string? name, CancellationToken ct)
    {
        var document = ids == PartIds.Renew ? RenewIds.In(file.Document) : file.Document;
        return create.RunAsync(name is null ? document : document with { Name = name.Trim() }, ct);
    }
}

/// <summary>Puts an exported bot in the place of another one's draft. That one keeps its name; nobody is answered by it before it is published.</summary>
/// <returns>The draft's new revision; what <see cref="SaveDraft"/> refuses.</returns>
public sealed class ImportDraft(OpenDraft open, SaveDraft save)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, BotExport file, PartIds ids, int seenRevision, CancellationToken ct)
    {
        var draft = await open.RunAsync(botId, ct);
        return draft.Succeeded
            ? await save.RunAsync(botId, Over(draft.Value.Document, file, ids), seenRevision, ct)
            : Outcome<int>.Refused(draft.Problems);
    }

    /// <summary>What the draft would be.</summary>
    public static BotDocument Over(BotDocument draft, BotExport file, PartIds ids) =>
        (ids == PartIds.Renew ? RenewIds.In(file.Document) : file.Document) with
        {
            Name = draft.Name,
        };
}
