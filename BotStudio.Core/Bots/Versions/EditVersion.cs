using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Makes an earlier version the draft, to be changed and published again. What answers contacts stays as it is.</summary>
/// <returns>The draft's new revision; <c>not_found</c>; what <see cref="SaveDraft"/> refuses.</returns>
public sealed class EditVersion(OpenVersion open, SaveDraft save)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, int number, int seenRevision, CancellationToken ct)
    {
        var version = await open.RunAsync(botId, number, ct);
        return version.Succeeded ? await save.RunAsync(botId, version.Value, seenRevision, ct) : Outcome<int>.Refused(version.Problems);
    }
}
