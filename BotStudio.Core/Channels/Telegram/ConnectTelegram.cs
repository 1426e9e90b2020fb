using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Puts a bot on Telegram with a token from BotFather. A bot that is there already gets the new token in place of the old one; its contacts
/// and conversations stay.
/// </summary>
/// <returns>
/// Who the bot is there; <c>not_found</c>; <c>forbidden</c> below admin; <c>telegram.token_malformed</c>; <c>telegram.token_refused</c>;
/// <c>telegram.already_connected</c> when the token serves another bot, of whatever account; <c>telegram.webhook_refused</c>;
/// <c>telegram.unreachable</c>; <c>telegram.wait</c>; <c>telegram.changed_meanwhile</c> when somebody else connected it at the same time.
/// </returns>
public sealed class ConnectTelegram(
    AccountDb accountDb,
    CurrentAccount account,
    TelegramApi api,
    TelegramReception reception,
    SecretText secrets,
    LiveConnections live,
    BotProblems problems,
    JobQueue queue,
    TimeProvider clock
)
{
    public async Task<Outcome<ChannelIdentity>> RunAsync(Guid botId, string token, CancellationToken ct)
    {
        if (!account.May(Permission.ConnectBots))
        {
            return Problem.Forbidden;
        }

        token = token.Trim();
        if (TelegramToken.BotIdOf(token) is null)
        {
            return new Problem("telegram.token_malformed");
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(bot => bot.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var me = await api.GetMeAsync(token, ct);
        if (me.Value is not { } identity)
        {
            return TelegramProblems.Of(me.Failure!);
        }

        return await PutInPlaceAsync(db, botId, token, identity.AsIdentity(), ct);
    }

    private async Task<Outcome<ChannelIdentity>> PutInPlaceAsync(
        BotStudioDb db,
        Guid botId,
        string token,
        ChannelIdentity identity,
        CancellationToken ct
    )
    {
        // The row comes first: when the token serves another bot, the constraint says so before Telegram is told to call here.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = await db.ChannelConnections.SingleOrDefaultAsync(
            c => c.BotId == botId && c.Channel == TelegramChannel.ChannelName,
            ct
        );
        var replacedToken =
            connection is null || connection.ExternalId == identity.ExternalId ? null : secrets.Open(connection.SealedSecret);
        if (connection is null || replacedToken is not null)
        {
            // Another Telegram bot numbers its updates anew, so it is another connection: repeats are recognised by number.
            connection = Replace(db, connection, botId);
        }

        connection.Use(identity, secrets.Seal(token), token[^4..]);
        if (await TrySaveAsync(db, identity, ct) is { } taken)
        {
            return taken;
        }

        if (await reception.BeginAsync(connection, token, ct) is { } failure)
        {
            return TelegramProblems.Of(failure);
        }

        db.Audit(AuditAct.BotConnected, identity.Username ?? identity.DisplayName, botId, "Telegram");
        // Telegram calls here now: not to be broken off.
        await db.SaveChangesAsync(CancellationToken.None);
        await queue.EnqueueAsync(
            db,
            new NewJob(account.Id, LiveVersions.PublishedJob, botId.ToByteArray()) { Lane = Lane.Bot(botId), SubjectId = botId },
            CancellationToken.None
        );
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {botId.ToString()})", CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);

        live.Forget(botId);
        queue.Wake();
        await problems.ClearAsync(botId, TelegramChannel.ChannelName, CancellationToken.None);
        if (replacedToken is not null)
        {
            await reception.EndAsync(replacedToken, CancellationToken.None);
        }

        return identity;
    }

    private ChannelConnection Replace(BotStudioDb db, ChannelConnection? replaced, Guid botId)
    {
        if (replaced is not null)
        {
            db.ChannelConnections.Remove(replaced);
        }

        var connection = new ChannelConnection(account.Id, botId, TelegramChannel.ChannelName, clock.GetUtcNow());
        db.ChannelConnections.Add(connection);
        return connection;
    }

    private static async Task<Problem?> TrySaveAsync(BotStudioDb db, ChannelIdentity identity, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            var isSameBot = violation.ConstraintName?.Contains("bot_id", StringComparison.Ordinal) ?? false;
            return isSameBot
                ? new Problem("telegram.changed_meanwhile")
                : new Problem("telegram.already_connected", identity.Username ?? identity.DisplayName);
        }
    }
}

/// <summary>
/// The repair of most problems with Telegram: asks again who the bot is and tells Telegram again where its updates go, with the token that
/// is there.
/// </summary>
/// <returns>As <see cref="ConnectTelegram"/>; <c>telegram.not_connected</c>.</returns>
public sealed class ReconnectTelegram(AccountDb accountDb, SecretText secrets, ConnectTelegram connect)
{
    public async Task<Outcome<ChannelIdentity>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var sealedToken = await db
            .ChannelConnections.Where(c => c.BotId == botId && c.Channel == TelegramChannel.ChannelName)
            .Select(c => c.SealedSecret)
            .SingleOrDefaultAsync(ct);
        return sealedToken is null ? new Problem("telegram.not_connected") : await connect.RunAsync(botId, secrets.Open(sealedToken), ct);
    }
}
