using System.Text.Json;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>A bot's draft, or one of its versions, as a file for another account or another installation. Holds no secrets.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ExportBot(OpenDraft openDraft, OpenVersion openVersion, TimeProvider clock)
{
    /// <param name="version">Its number; null exports the draft.</param>
    public async Task<Outcome<BotExport>> RunAsync(Guid botId, int? version, CancellationToken ct)
    {
        var document = version is { } number
            ? await openVersion.RunAsync(botId, number, ct)
            : (await openDraft.RunAsync(botId, ct)).To(draft => draft.Document);
        return document.To(WithoutSecrets);
    }

    private BotExport WithoutSecrets(BotDocument document)
    {
        var json = JsonSerializer.SerializeToNode(document, DocumentJson.Options)!.AsObject();
        var leftOut = DocumentSecrets.TakeOut(json);
        return new BotExport
        {
            ExportedAt = clock.GetUtcNow(),
            Document = json.Deserialize<BotDocument>(DocumentJson.Options)!,
            LeftOut = leftOut,
        };
    }
}
