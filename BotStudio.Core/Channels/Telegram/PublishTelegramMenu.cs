using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// The job that shows a bot's commands in Telegram's menu after publishing or connecting: a list for each of its languages, and the default
/// language's list for everybody else. Only lists that changed are sent, because Telegram limits how often they may be.
/// </summary>
public sealed class PublishTelegramMenu(
    PlatformDb platformDb,
    TelegramApi api,
    SecretText secrets,
    BotProblems problems,
    JobQueue queue,
    TimeProvider clock,
    ILogger<PublishTelegramMenu> log
) : JobHandler(queue)
{
    /// <summary>The list for every language that has none of its own (Bot API, setMyCommands, language_code).</summary>
    internal const string EveryOther = "";

    /// <summary>Bot API, setMyCommands.</summary>
    private const int MostCommands = 100;

    private readonly JobQueue queue = queue;

    public override string Kind => LiveVersions.PublishedJob;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var botId = new Guid(job.Payload);
        await using var db = platformDb.Open();
        var connection = await db.ChannelConnections.SingleOrDefaultAsync(
            c => c.BotId == botId && c.Channel == TelegramChannel.ChannelName,
            ct
        );
        var json = await db
            .Bots.Where(bot => bot.Id == botId)
            .Join(db.BotVersions, bot => bot.PublishedVersionId, version => version.Id, (_, version) => version.Document)
            .SingleOrDefaultAsync(ct);
        if (connection is null || json is null)
        {
            return;
        }

        var shown = connection.Menu is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(connection.Menu)!;
        var failure = await ShowAsync(secrets.Open(connection.SealedSecret), MenusOf(DocumentJson.Read(json)), shown, ct);

        // Also when it broke off half way: what was shown is not sent again.
        connection.ShowMenu(JsonSerializer.Serialize(shown));
        await db.SaveChangesAsync(CancellationToken.None);
        await TakeAsync(job, connection, failure);
    }

    /// <summary>Language code → list. Commands without a description work, but are not listed.</summary>
    internal static Dictionary<string, List<MenuCommand>> MenusOf(BotDocument document) =>
        document
            .Languages.Prepend(EveryOther)
            .ToDictionary(language => language, language => MenuOf(document, language == EveryOther ? document.DefaultLanguage : language));

    private static List<MenuCommand> MenuOf(BotDocument document, string language) =>
        [
            .. document
                .Commands.Where(command => command.IsActive)
                .OrderByDescending(command => command.Priority)
                .Select(command => new MenuCommand(command.Name, command.Description.In(language, document.DefaultLanguage).Trim()))
                .Where(command => command.Description.Length > 0)
                .Take(MostCommands),
        ];

    /// <param name="shown">Language code → hash of the list that Telegram has; kept up to date.</param>
    private async Task<TelegramFailure?> ShowAsync(
        string token,
        Dictionary<string, List<MenuCommand>> menus,
        Dictionary<string, string> shown,
        CancellationToken ct
    )
    {
        foreach (var (language, menu) in menus.Where(menu => menu.Value.Count > 0))
        {
            var hash = HashOf(menu);
            if (shown.GetValueOrDefault(language) == hash)
            {
                continue;
            }

            var answer = await api.SetMyCommandsAsync(token, new SetMyCommands(menu, language), ct);
            if (answer.Failure is not null)
            {
                return answer.Failure;
            }

            shown[language] = hash;
        }

        foreach (var language in shown.Keys.Where(language => menus.GetValueOrDefault(language) is not { Count: > 0 }).ToList())
        {
            var answer = await api.DeleteMyCommandsAsync(token, new DeleteMyCommands(language), ct);
            if (answer.Failure is not null)
            {
                return answer.Failure;
            }

            shown.Remove(language);
        }

        return null;
    }

    private async Task TakeAsync(ClaimedJob job, ChannelConnection connection, TelegramFailure? failure)
    {
        switch (failure)
        {
            case null:
                await problems.ClearAsync(connection.BotId, TelegramProblems.MenuOutdated, CancellationToken.None);
                break;

            case TelegramFailure.RateLimited limited:
                await queue.PostponeAsync(job, clock.GetUtcNow() + limited.After, CancellationToken.None);
                break;

            case TelegramFailure.Unreachable unreachable:
                await queue.FailAsync(job, Rules, unreachable.Reason, CancellationToken.None);
                break;

            // A new token brings the menu along.
            case TelegramFailure.Unauthorized:
                await problems.ReportAsync(
                    connection.AccountId,
                    connection.BotId,
                    TelegramProblems.Unauthorized,
                    null,
                    CancellationToken.None
                );
                break;

            default:
                log.LogWarning("Telegram does not take the menu of bot {BotId}: {Failure}", connection.BotId, failure);
                await queue.DieAsync(job, failure.ToString(), CancellationToken.None);
                break;
        }
    }

    private static string HashOf(List<MenuCommand> menu) =>
        Convert.ToHexString(
            SHA256
                .HashData(Encoding.UTF8.GetBytes(string.Join('\n', menu.Select(item => $"{item.Command} {item.Description}"))))
                .AsSpan(0, 8)
        );
}
