using BotStudio.Core.Ai.Models;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Documents;

/// <summary><see cref="DocumentCheck"/> by what the platform's admins know of models today.</summary>
public sealed class CheckDocument(LiveModels models)
{
    public async ValueTask<IReadOnlyList<Problem>> RunAsync(BotDocument document, CancellationToken ct) =>
        DocumentCheck.Run(document, await models.FindAsync(ct));
}
