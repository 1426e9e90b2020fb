using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices;

/// <summary>Makes a code that connects the chat in which it is sent to the bot.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor; <c>notices.not_live</c> while the bot could not answer there.</returns>
public sealed class CreateNoticeCode(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <param name="language">Of the notices in that chat, a code of <see cref="Languages"/>; another counts as the default one.</param>
    public async Task<Outcome<NewNoticeCode>> RunAsync(Guid botId, string? language, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db
            .Bots.Where(b => b.Id == botId)
            .Select(b => new
            {
                IsPublished = b.PublishedVersionId != null,
                Connection = db.ChannelConnections.Where(c => c.BotId == b.Id).Select(c => new { c.Channel, c.Username }).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        if (!bot.IsPublished || bot.Connection is null)
        {
            return new Problem("notices.not_live");
        }

        var now = clock.GetUtcNow();
        await db.NoticeCodes.Where(c => c.BotId == botId && c.ExpiresAt < now).ExecuteDeleteAsync(ct);
        var code = new NoticeCode(
            account.Id,
            botId,
            NoticeCodes.New(),
            Languages.IsKnown(language) ? language! : Languages.Default,
            account.UserId,
            now
        );
        db.Add(code);
        await db.SaveChangesAsync(ct);
        return new NewNoticeCode(code.Code, "/connect " + code.Code, code.ExpiresAt, bot.Connection.Channel, bot.Connection.Username);
    }
}

/// <param name="Message">What to send to the bot, in the chat that is to be connected.</param>
/// <param name="Channel">Where the bot is.</param>
/// <param name="Username">Its name there without @, or null.</param>
public sealed record NewNoticeCode(string Code, string Message, DateTimeOffset ExpiresAt, string Channel, string? Username);
