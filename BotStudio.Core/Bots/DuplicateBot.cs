using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Bots;

/// <summary>Makes a bot of its own out of another one's draft: nothing that is changed in one of them shows in the other.</summary>
/// <returns>The new bot's id; <c>not_found</c>; <c>forbidden</c> below editor; <c>document.name_missing</c> or <c>document.text_too_long</c>.</returns>
public sealed class DuplicateBot(OpenDraft open, PackFiles pack, ImportBot import, ListBots bots, IStringLocalizer<BotsText> texts)
{
    /// <summary>More than that is not copied; a bot that shows more is made in other ways.</summary>
    private const long MaxFileBytes = 100 * 1024 * 1024;

    /// <param name="name">Null names it after the other one, in the reader's language.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid botId, string? name, CancellationToken ct)
    {
        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return Outcome<Guid>.Refused(draft.Problems);
        }

        var document = draft.Value.Document;
        var packed = await pack.RunAsync(new BotExport { Document = document }, MaxFileBytes, ct);
        return await import.RunAsync(packed, PartIds.Renew, name ?? await FreeNameAsync(document.Name, ct), ct);
    }

    private async Task<string> FreeNameAsync(string original, CancellationToken ct)
    {
        var taken = (await bots.RunAsync(ct)).Select(bot => bot.Name).ToHashSet(StringComparer.CurrentCultureIgnoreCase);
        for (var number = 1; ; number++)
        {
            var name = Named(original, number);
            if (name.Length > BotDocument.MaxNameLength)
            {
                var tooMuch = name.Length - BotDocument.MaxNameLength;
                name = Named(StoredText.Cut(original, original.Length - tooMuch).TrimEnd(), number);
            }

            if (!taken.Contains(name))
            {
                return name;
            }
        }
    }

    private string Named(string original, int number) =>
        number == 1 ? texts["duplicate.name", original] : texts["duplicate.name.again", original, number];
}
