using System.Text.Json;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>A bot's draft, or one of its versions, as a file for another account or another installation. Holds no secrets.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ExportBot(OpenDraft openDraft, OpenVersion openVersion, PackFiles packFiles, TimeProvider clock)
{
    /// <param name="version">Its number; null exports the draft.</param>
    public async Task<Outcome<BotExport>> RunAsync(Guid botId, int? version, CancellationToken ct)
    {
        var document = version is { } number
            ? await openVersion.RunAsync(botId, number, ct)
            : (await openDraft.RunAsync(botId, ct)).To(draft => draft.Document);
        return document.Succeeded
            ? await packFiles.RunAsync(WithoutSecrets(document.Value), BotExport.MaxFileBytes, ct)
            : Outcome<BotExport>.Refused(document.Problems);
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

/// <summary>Puts the files that a document shows beside it. What does not fit, or is no longer there, is named among what was left out.</summary>
public sealed class PackFiles(OpenFile open)
{
    public async Task<BotExport> RunAsync(BotExport export, long maxBytes, CancellationToken ct)
    {
        var files = new List<ExportedFile>();
        var leftOut = new List<string>(export.LeftOut);
        foreach (var places in DocumentLinks.Files(export.Document))
        {
            var opened = await open.RunAsync(places.Key, ct);
            if (!opened.Succeeded)
            {
                leftOut.AddRange(places);
                continue;
            }

            await using var content = opened.Value.Content;
            var file = opened.Value.File;
            if (file.SizeBytes > maxBytes)
            {
                leftOut.AddRange(places);
                continue;
            }

            maxBytes -= file.SizeBytes;
            using var bytes = new MemoryStream((int)file.SizeBytes);
            await content.CopyToAsync(bytes, ct);
            files.Add(new ExportedFile(places.Key.ToString(), file.Name, file.ContentType, Convert.ToBase64String(bytes.ToArray())));
        }

        return export with
        {
            Files = files,
            LeftOut = leftOut,
        };
    }
}
