using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.Pages;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Bots;

/// <summary><c>/api/v1/bots/{botId}/page</c>: the bot's page for everybody, at <c>/b/{slug}</c>.</summary>
public static class BotPageEndpoints
{
    public static void MapPage(this RouteGroupBuilder bot)
    {
        bot.MapGet("/page", ReadAsync).WithSummary("Read a bot's public page");
        bot.MapPut("/page", SaveAsync)
            .Requires(Permission.PublishBots)
            .WithSummary("Open or change a bot's public page")
            .WithDescription("Everybody sees it at `/b/{slug}`, with the bot's name, a QR code and the link to Telegram.")
            .WithExample("""{"slug":"corner-coffee","description":"Order ahead, ask for opening hours, book a table."}""");
        bot.MapDelete("/page", RemoveAsync).Requires(Permission.PublishBots).WithSummary("Take a bot's public page away");
    }

    private static async Task<Results<Ok<BotPageRow>, ProblemResult>> ReadAsync(Guid botId, ReadBotPage read, CancellationToken ct) =>
        (await read.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<BotPageRow>, ProblemResult>> SaveAsync(
        Guid botId,
        BotPageInput input,
        SaveBotPage save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, input.Slug, input.Description, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(Guid botId, RemoveBotPage remove, CancellationToken ct) =>
        (await remove.RunAsync(botId, ct)).ToNoContent();
}

/// <param name="Slug">3 to 40 small Latin letters, digits and single hyphens, a letter first; unique on the platform.</param>
/// <param name="Description">At most 600 characters of plain text.</param>
public sealed record BotPageInput(string Slug, string? Description = null);
