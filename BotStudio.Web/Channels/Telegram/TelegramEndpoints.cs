using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Channels.Telegram;

/// <summary>What Telegram calls, and <c>/api/v1/bots/{botId}/telegram</c>.</summary>
public static class TelegramEndpoints
{
    public static void MapTelegramWebhook(this IEndpointRouteBuilder routes)
    {
        var webhook = ActivatorUtilities.CreateInstance<TelegramWebhook>(routes.ServiceProvider);
        routes.MapPost("/telegram/{botId:guid}", (RequestDelegate)webhook.ReceiveAsync).ShortCircuit().ExcludeFromDescription();
    }

    /// <param name="bot">The group of one bot's addresses.</param>
    public static void MapTelegram(this RouteGroupBuilder bot)
    {
        bot.MapGet("/telegram", FindAsync)
            .WithSummary("Read the Telegram connection")
            .WithDescription("Who the bot is there and how its updates come. Of the token only the last four characters are ever shown.");
        bot.MapPut("/telegram", ConnectAsync)
            .Requires(Permission.ConnectBots)
            .WithSummary("Connect to Telegram")
            .WithDescription("With a token from BotFather. A token in place is replaced; contacts and conversations stay.")
            .WithExample("""{"token":"123456789:AAH9xRxQmYkPzM2vB0sD8wTfLc4uE7gJh1i"}""");
        bot.MapPost("/telegram/reconnect", ReconnectAsync)
            .Requires(Permission.ConnectBots)
            .WithSummary("Reconnect to Telegram")
            .WithDescription("Tells Telegram again where the bot's updates go: the repair when another program took them.");
        bot.MapDelete("/telegram", DisconnectAsync)
            .Requires(Permission.ConnectBots)
            .WithSummary("Disconnect from Telegram")
            .WithDescription("The token is forgotten; contacts and conversations stay.");
    }

    private static async Task<Results<Ok<ConnectionRow>, ProblemResult>> FindAsync(Guid botId, FindBot find, CancellationToken ct)
    {
        var bot = await find.RunAsync(botId, ct);
        return !bot.Succeeded ? new ProblemResult(bot.Problems)
            : bot.Value.Connection is { Channel: TelegramChannel.ChannelName } connection ? TypedResults.Ok(connection)
            : new Problem("telegram.not_connected").ToResult();
    }

    private static async Task<Results<Ok<ConnectionRow>, ProblemResult>> ConnectAsync(
        Guid botId,
        TelegramTokenInput input,
        ConnectTelegram connect,
        FindBot find,
        CancellationToken ct
    ) => await ToConnectionAsync(await connect.RunAsync(botId, input.Token ?? "", ct), botId, find, ct);

    private static async Task<Results<Ok<ConnectionRow>, ProblemResult>> ReconnectAsync(
        Guid botId,
        ReconnectTelegram reconnect,
        FindBot find,
        CancellationToken ct
    ) => await ToConnectionAsync(await reconnect.RunAsync(botId, ct), botId, find, ct);

    private static async Task<Results<NoContent, ProblemResult>> DisconnectAsync(
        Guid botId,
        DisconnectTelegram disconnect,
        CancellationToken ct
    ) => (await disconnect.RunAsync(botId, ct)).ToNoContent();

    private static async Task<Results<Ok<ConnectionRow>, ProblemResult>> ToConnectionAsync(
        Outcome<ChannelIdentity> outcome,
        Guid botId,
        FindBot find,
        CancellationToken ct
    )
    {
        if (!outcome.Succeeded)
        {
            return new ProblemResult(outcome.Problems);
        }

        var bot = await find.RunAsync(botId, ct);
        return bot.Succeeded ? TypedResults.Ok(bot.Value.Connection!) : new ProblemResult(bot.Problems);
    }
}

/// <param name="Token">As BotFather sends it.</param>
public sealed record TelegramTokenInput(string? Token)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(TelegramTokenInput);
}
