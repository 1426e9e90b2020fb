using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Says which model answers for the account's bots whose prompt names none.</summary>
/// <returns><c>forbidden</c> below admin; <c>document.text_too_long</c>; <c>ai.no_key_for_model</c> when nobody can be asked for it.</returns>
public sealed class ChooseStandardModel(AccountDb accountDb, CurrentAccount account, FindRoute routes, ChangedKeys changed)
{
    /// <param name="model">Null or blank for the platform's.</param>
    public async Task<Outcome> RunAsync(string? model, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAi))
        {
            return Problem.Forbidden;
        }

        model = string.IsNullOrWhiteSpace(model) ? null : model.Trim();
        if (model?.Length > PromptSettings.MaxModelLength)
        {
            return new Problem("document.text_too_long", PromptSettings.MaxModelLength, model.Length).At("/standardModel");
        }

        if (model is not null && await routes.ForAsync(account.Id, model, ct) is null)
        {
            return new Problem("ai.no_key_for_model", model).At("/standardModel");
        }

        await using var db = await accountDb.OpenAsync(ct);
        var settings = await db.AiSettings.SingleOrDefaultAsync(ct);
        if (settings is null)
        {
            settings = new AiSettings(account.Id);
            db.AiSettings.Add(settings);
        }

        settings.Choose(model);
        await changed.SaveAsync(db, account.Id, ct);
        return Outcome.Done;
    }
}
