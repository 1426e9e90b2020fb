using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Another feature's say before a draft becomes the version that answers.</summary>
public interface IPublishGate
{
    /// <param name="draftRevision">Of the draft that is to be published.</param>
    /// <returns>What is in the way, or null.</returns>
    Task<Problem?> CheckAsync(Guid botId, int draftRevision, CancellationToken ct);
}
