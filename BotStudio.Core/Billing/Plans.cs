namespace BotStudio.Core.Billing;

/// <summary>What can be bought. The prices page reads it; a price is changed here and nowhere else.</summary>
public static class Plans
{
    /// <summary>ISO 4217.</summary>
    public const string Currency = "USD";

    public static readonly IReadOnlyList<Plan> All =
    [
        new("free", "Free", MonthlyPrice: 0)
        {
            Bots = 1,
            MessagesPerMonth = 1_000,
            People = 1,
            HistoryDays = 30,
        },
        new("start", "Start", MonthlyPrice: 19)
        {
            Bots = 3,
            MessagesPerMonth = 10_000,
            People = 3,
            HistoryDays = 180,
        },
        new("pro", "Pro", MonthlyPrice: 49)
        {
            Bots = 10,
            MessagesPerMonth = 50_000,
            People = 10,
            HistoryDays = 365,
            HasOwnAiKeys = true,
            IsRecommended = true,
        },
        new("business", "Business", MonthlyPrice: 149)
        {
            Bots = 50,
            MessagesPerMonth = 250_000,
            People = 50,
            HistoryDays = null,
            HasOwnAiKeys = true,
        },
    ];
}

/// <summary>One plan, and what it allows.</summary>
/// <param name="Key">Stable; part of the keys of its texts.</param>
/// <param name="Name">A name, the same in every language.</param>
/// <param name="MonthlyPrice">In <see cref="Plans.Currency"/>, without tax.</param>
public sealed record Plan(string Key, string Name, decimal MonthlyPrice)
{
    public required int Bots { get; init; }

    /// <summary>Messages that bots send, by whatever means they are made.</summary>
    public required int MessagesPerMonth { get; init; }

    /// <summary>Users of the account.</summary>
    public required int People { get; init; }

    /// <summary>How long conversations are kept; null for as long as the account wants.</summary>
    public required int? HistoryDays { get; init; }

    /// <inheritdoc cref="Entitlement.OwnAiKeys"/>
    public bool HasOwnAiKeys { get; init; }

    /// <summary>The one that suits most.</summary>
    public bool IsRecommended { get; init; }
}
