using System.Text.Json.Nodes;
using BotStudio.Bench.Fakes;
using BotStudio.Bench.Load;
using BotStudio.Bench.Product;
using BotStudio.Bench.Scenarios;

namespace BotStudio.Bench;

/// <summary>All that takes part: the fakes and the load in this process, the product and its database in theirs, and ten bots.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const int Bots = 10;

    /// <summary>Contacts of a bot who write commands.</summary>
    private const int PingChats = 100;

    /// <summary>Contacts of a bot who talk to the model: fewer, so that their histories fill up.</summary>
    private const int QuestionChats = 50;

    private readonly List<WebhookSender> senders = [];
    private int chats;

    public Rig(BenchOptions options)
    {
        Options = options;
        Database = new Database(options.PostgresScript, options.Folder, options.ConnectionString);
        BotApi = new BotApi(Ledger);
        Model = new Model(Ledger);
    }

    public BenchOptions Options { get; }

    public Ledger Ledger { get; } = new();

    public BotApi BotApi { get; }

    public Model Model { get; }

    public Database Database { get; }

    public RunningProduct Product { get; private set; } = null!;

    /// <summary>The first bot, to copy it.</summary>
    public Guid FirstBotId { get; private set; }

    public Webhook FirstWebhook { get; private set; } = null!;

    /// <summary>The ten bots that every scenario has.</summary>
    public IReadOnlyList<WebhookSender> Senders { get; private set; } = [];

    public IReadOnlyList<Chat> Pinging { get; private set; } = [];

    public IReadOnlyList<Chat> Asking { get; private set; } = [];

    public async Task StartAsync(CancellationToken ct)
    {
        await BotApi.StartAsync(ct);
        await Model.StartAsync(ct);
        Product = new RunningProduct(Options.Program, Options.Folder, Database, BotApi.Address, Model.Address);
        await Product.StartAsync(ct);
        await MakeBotsAsync(ct);
    }

    /// <summary>One more bot for the load. Telegram has connections for each bot; copies may share them.</summary>
    public WebhookSender AddSender(Webhook webhook, WebhookConnections connections)
    {
        var sender = new WebhookSender(webhook, connections);
        senders.Add(sender);
        return sender;
    }

    /// <summary>New contacts, whom no bot knows yet: those of one bot never follow each other.</summary>
    public IReadOnlyList<Chat> NewChats(IReadOnlyList<WebhookSender> bots, int perBot) =>
        [.. Enumerable.Range(0, perBot).SelectMany(_ => bots.Select(bot => new Chat(bot, 10_000_000 + chats++)))];

    /// <summary>Deliveries that were refused so far, by reason.</summary>
    public IReadOnlyDictionary<string, int> Refused() =>
        senders
            .SelectMany(sender => sender.Refused)
            .GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders)
        {
            sender.Dispose();
        }

        if (Product is not null)
        {
            await Product.DisposeAsync();
        }

        await Model.DisposeAsync();
        await BotApi.DisposeAsync();
    }

    private async Task MakeBotsAsync(CancellationToken ct)
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "bot.json"), ct))!;
        FormSteps.AddTo(document);
        using var api = new ProductApi(Product.Address);
        await api.SignUpAsync(ct);
        var bots = new List<WebhookSender>(Bots);
        for (var i = 1; i <= Bots; i++)
        {
            var token = $"{7_000_000_000 + i}:BENCH-token-of-a-bot-that-does-not-exist-{i}";
            var id = await api.MakeBotAsync($"Bench {i}", document, token, ct);
            var webhook = await WebhookAsync(token, ct);
            bots.Add(AddSender(webhook, new WebhookConnections()));
            if (i == 1)
            {
                (FirstBotId, FirstWebhook) = (id, webhook);
            }
        }

        Senders = bots;
        Pinging = NewChats(bots, PingChats);
        Asking = NewChats(bots, QuestionChats);
    }

    /// <summary>The product may tell Telegram a moment after it has answered us.</summary>
    private async Task<Webhook> WebhookAsync(string token, CancellationToken ct)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            if (BotApi.WebhookOf(token) is { } webhook)
            {
                return webhook;
            }

            await Task.Delay(20, ct);
        }

        throw new BenchException("A connected bot did not call setWebhook within ten seconds.");
    }
}
