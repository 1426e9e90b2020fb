using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots;

/// <summary>Gives a bot another name. The name is a part of the draft, so an editor that is open elsewhere is told of it.</summary>
/// <returns>
/// The draft's new revision; <c>not_found</c>; <c>forbidden</c> below editor; <c>document.name_missing</c>; <c>document.text_too_long</c>;
/// <c>bots.draft_conflict</c> when somebody saved at the same moment.
/// </returns>
public sealed class RenameBot(OpenDraft openDraft, SaveDraft saveDraft)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, string name, CancellationToken ct)
    {
        var draft = await openDraft.RunAsync(botId, ct);
        return draft.Succeeded
            ? await saveDraft.RunAsync(botId, draft.Value.Document with { Name = name.Trim() }, draft.Value.Revision, ct)
            : Outcome<int>.Refused(draft.Problems);
    }
}
