using BotStudio.Core.Outcomes;
using BotStudio.Web.Channels.Telegram;

namespace BotStudio.Web.Bots;

/// <summary>The click that leads out of a bot's problem: it repairs at once, or opens the page where one can.</summary>
/// <param name="Code">The problem's code, or what it begins with.</param>
/// <param name="TextKey">Key in BotsText.</param>
/// <param name="Href">Below the bot's address.</param>
public sealed record BotRepair(string Code, string TextKey, string Href = "")
{
    /// <summary>Where nothing better is known: the bot's own page shows all of it.</summary>
    private static readonly BotRepair Look = new("", "repair.look");

    /// <summary>Every repair, the more particular code first.</summary>
    private static readonly IReadOnlyList<BotRepair> All =
    [
        .. TelegramRepairs.All,
        new("limits.", "repair.limits") { AccountHref = "/app/usage" },
        new("ai.own_", "repair.ai_keys") { AccountHref = "/app/settings/ai" },
        new("ai.", "repair.ai", "/prompt"),
        new("webhooks.", "repair.webhooks", "/webhooks"),
        new("triggers.", "repair.triggers", "/commands"),
    ];

    /// <summary>A page of the account's instead of the bot's; null for the bot's.</summary>
    public string? AccountHref { get; init; }

    /// <summary>Repairs at once; null leads to <see cref="Href"/> instead.</summary>
    public Func<IServiceProvider, Guid, CancellationToken, Task<Outcome>>? RunAsync { get; init; }

    public static BotRepair For(string code) =>
        All.FirstOrDefault(repair => code.StartsWith(repair.Code, StringComparison.Ordinal)) ?? Look;
}
