using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots;

/// <summary>Makes a new bot of an exported one, with its files; it answers nobody before it is published.</summary>
/// <returns>
/// The new bot's id; <c>forbidden</c> below editor; <c>document.name_missing</c> or <c>document.text_too_long</c> for its name; what
/// <see cref="KeepFile"/> refuses, and then nothing of it is there.
/// </returns>
public sealed class ImportBot(CreateBot create, UnpackFiles unpack, AccountDb accountDb, CurrentAccount account, JobQueue queue)
{
    /// <param name="name">What it is called here; null keeps the name in the file.</param>
    public async Task<Outcome<Guid>> RunAsync(BotExport file, PartIds ids, string? name, CancellationToken ct)
    {
        var document = ids == PartIds.Renew ? RenewIds.In(file.Document) : file.Document;
        var unpacked = await unpack.PrepareAsync(
            file with
            {
                Document = name is null ? document : document with { Name = name.Trim() },
            },
            botId: null,
            ct
        );
        var created = await create.RunAsync(unpacked.Document, ct);
        if (!created.Succeeded)
        {
            return created;
        }

        var kept = await unpack.KeepAsync(created.Value, unpacked, ct);
        if (kept.Succeeded)
        {
            return created;
        }

        await TakeBackAsync(created.Value);
        return Outcome<Guid>.Refused(kept.Problems);
    }

    private async Task TakeBackAsync(Guid botId)
    {
        await using var db = await accountDb.OpenAsync(CancellationToken.None);
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await db.Bots.Where(b => b.Id == botId).ExecuteDeleteAsync(CancellationToken.None);
        await queue.EnqueueAsync(db, RemoveFiles.OfBot(account.Id, botId), CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        queue.Wake();
    }
}

/// <summary>Puts an exported bot in the place of another one's draft. That one keeps its name; nobody is answered by it before it is published.</summary>
/// <returns>The draft's new revision; what <see cref="SaveDraft"/> or <see cref="KeepFile"/> refuses.</returns>
public sealed class ImportDraft(OpenDraft open, SaveDraft save, UnpackFiles unpack, CurrentAccount account)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, BotExport file, PartIds ids, int seenRevision, CancellationToken ct)
    {
        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return Outcome<int>.Refused(draft.Problems);
        }

        if (draft.Value.Revision != seenRevision)
        {
            return new Problem("bots.draft_conflict", draft.Value.Revision);
        }

        var document = await PrepareAsync(botId, draft.Value.Document, file, ids, ct);
        return document.Succeeded ? await save.RunAsync(botId, document.Value, seenRevision, ct) : Outcome<int>.Refused(document.Problems);
    }

    /// <summary>What the draft is to be, once its files are kept for the bot.</summary>
    public async Task<Outcome<BotDocument>> PrepareAsync(Guid botId, BotDocument draft, BotExport file, PartIds ids, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        var unpacked = await unpack.PrepareAsync(file with { Document = Over(draft, file, ids) }, botId, ct);
        var kept = await unpack.KeepAsync(botId, unpacked, ct);
        return kept.Succeeded ? unpacked.Document : Outcome<BotDocument>.Refused(kept.Problems);
    }

    /// <summary>What the draft would say, to be looked at: its files are not kept yet.</summary>
    public static BotDocument Over(BotDocument draft, BotExport file, PartIds ids) =>
        (ids == PartIds.Renew ? RenewIds.In(file.Document) : file.Document) with
        {
            Name = draft.Name,
        };
}

/// <summary>Files of an export become files of a bot here, under ids of their own. Links to what the bot does not have are taken out.</summary>
public sealed class UnpackFiles(AccountDb accountDb, KeepFile keep, TimeProvider clock)
{
    /// <param name="botId">Whose files may be shown besides those in the export; null for a bot that is to be made.</param>
    public async Task<UnpackedBot> PrepareAsync(BotExport export, Guid? botId, CancellationToken ct)
    {
        var brought = export
            .Files.Where(file => Guid.TryParse(file.Id, out _))
            .DistinctBy(file => Guid.Parse(file.Id))
            .ToDictionary(file => Guid.Parse(file.Id), file => (Id: Guid.CreateVersion7(clock.GetUtcNow()), File: file));
        var (linked, chats) = (
            DocumentLinks.Files(export.Document).Select(file => file.Key).ToList(),
            DocumentLinks.Chats(export.Document)
        );

        await using var db = await accountDb.OpenAsync(ct);
        var here = await db.StoredFiles.Where(f => f.BotId == botId && linked.Contains(f.Id)).Select(f => f.Id).ToListAsync(ct);
        var knownChats = await db.NoticeChats.Where(c => c.BotId == botId && chats.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct);
        return new UnpackedBot(
            DocumentLinks.Relink(
                export.Document,
                id =>
                    brought.TryGetValue(id, out var file) ? file.Id
                    : here.Contains(id) ? id
                    : null,
                knownChats.Contains
            ),
            [.. brought.Where(file => linked.Contains(file.Key)).Select(file => file.Value)]
        );
    }

    public async Task<Outcome> KeepAsync(Guid botId, UnpackedBot unpacked, CancellationToken ct)
    {
        foreach (var (id, file) in unpacked.Files)
        {
            using var content = new MemoryStream(Convert.FromBase64String(file.Content));
            var kept = await keep.RunAsync(botId, new NewFile(content, file.Name) { Id = id }, ct);
            if (!kept.Succeeded)
            {
                return Outcome.Refused(kept.Problems);
            }
        }

        return Outcome.Done;
    }
}

/// <param name="Document">Names the files by their new ids.</param>
public sealed record UnpackedBot(BotDocument Document, IReadOnlyList<(Guid Id, ExportedFile File)> Files);
