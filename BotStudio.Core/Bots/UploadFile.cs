using BotStudio.Core.Accounts;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>Keeps a file that somebody of the account wants a bot to send.</summary>
/// <returns><c>forbidden</c> below operator; else as <see cref="KeepFile"/>.</returns>
public sealed class UploadFile(KeepFile keep, CurrentAccount account)
{
    public async Task<Outcome<StoredFile>> RunAsync(Guid botId, NewFile file, CancellationToken ct) =>
        account.May(Permission.AnswerPeople) ? await keep.RunAsync(botId, file, ct) : Problem.Forbidden;
}
