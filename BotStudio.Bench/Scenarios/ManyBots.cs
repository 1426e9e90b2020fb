using BotStudio.Bench.Fakes;
using BotStudio.Bench.Load;
using BotStudio.Bench.Product;

namespace BotStudio.Bench.Scenarios;

/// <summary>What thousands of published bots add to the start and to the memory, at first and when each of them has been talked to.</summary>
internal sealed class ManyBots : IScenario
{
    private const int Copies = 5000;

    /// <summary>Gentle: a backlog would take memory, too.</summary>
    private const double PerSecond = 150;

    public string Name => "many";

    public string What => $"{Copies} published bots against {Rig.Bots}";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        var few = await MeasureAsync(
            rig,
            $"{Copies} contacts of {Rig.Bots} bots",
            [.. rig.Pinging.Select(chat => chat.Bot).Distinct()],
            ct
        );
        var bots = await CopyFirstBotAsync(rig, ct);
        var many = await MeasureAsync(rig, $"{Copies} contacts of {Copies} bots", bots, ct);
        return new Findings(
            [few.Run, many.Run],
            [
                Figure.Lost(many.Run),
                new Figure($"start until ready with {Rig.Bots} bots", few.StartSeconds, "s"),
                new Figure($"start until ready with {Copies} bots", many.StartSeconds, "s"),
                new Figure("added to the start", Math.Round(many.StartSeconds - few.StartSeconds, 2), "s") { AtMost = 3 },
                new Figure($"memory with {Rig.Bots} bots, after the start and after {Copies} messages", few.RssMb, "MB"),
                new Figure("added to the memory after the start", Math.Round(many.StartRssMb - few.StartRssMb, 1), "MB") { AtMost = 100 },
                new Figure("added to the memory when all have been talked to", Math.Round(many.RssMb - few.RssMb, 1), "MB")
                {
                    AtMost = 100,
                },
            ]
        );
    }

    /// <summary>A start, and one message of as many new contacts as there are copies.</summary>
    private static async Task<(double StartSeconds, double StartRssMb, double RssMb, Measurement Run)> MeasureAsync(
        Rig rig,
        string what,
        IReadOnlyList<WebhookSender> bots,
        CancellationToken ct
    )
    {
        await rig.Product.StopAsync();
        var start = await rig.Product.StartAsync(ct);
        var pause = TimeSpan.FromSeconds(Math.Min(5, rig.Options.Seconds));
        await Task.Delay(pause, ct);
        var startRssMb = ProcessUsage.RssMb(rig.Product.ProcessId);

        // A little longer than one message each takes, because arrivals are random.
        var traffic = new Traffic(Text.Ping, PerSecond, rig.NewChats(bots, Copies / bots.Count));
        var run = await new LoadRun(rig, TimeSpan.FromSeconds(Copies * 1.05 / PerSecond)).RunAsync(what, traffic, ct);
        await Task.Delay(pause, ct);
        return (Math.Round(start.TotalSeconds, 2), startRssMb, ProcessUsage.RssMb(rig.Product.ProcessId), run);
    }

    /// <summary>Row by row whatever the columns are; only ids, and what has to be unique, differ.</summary>
    private static async Task<IReadOnlyList<WebhookSender>> CopyFirstBotAsync(Rig rig, CancellationToken ct)
    {
        var ids = await rig.Database.RunAsync(
            $"""
            create temp table copies as select n, gen_random_uuid() as id, gen_random_uuid() as version_id from generate_series(1, {Copies}) n;
            insert into bots
                select (jsonb_populate_record(bot, jsonb_build_object('id', c.id, 'published_version_id', c.version_id))).*
                from bots bot, copies c where bot.id = '{rig.FirstBotId}';
            insert into bot_versions
                select (jsonb_populate_record(version, jsonb_build_object('id', c.version_id, 'bot_id', c.id))).*
                from bots bot join bot_versions version on version.id = bot.published_version_id, copies c where bot.id = '{rig.FirstBotId}';
            insert into channel_connections
                select (jsonb_populate_record(connection, jsonb_build_object('id', gen_random_uuid(), 'bot_id', c.id, 'external_id', (9000000000 + c.n)::text))).*
                from channel_connections connection, copies c where connection.bot_id = '{rig.FirstBotId}';
            select id from copies order by n
            """,
            ct
        );
        var webhook = rig.FirstWebhook;
        var connections = new WebhookConnections();
        return
        [
            .. ids.Split('\n')
                .Select(id => new Uri(webhook.Url.ToString().Replace(rig.FirstBotId.ToString(), id, StringComparison.OrdinalIgnoreCase)))
                .Select(url => rig.AddSender(webhook with { Url = url }, connections)),
        ];
    }
}
