namespace BotStudio.Web.Layout;

/// <summary>What the sidebar offers. A feature adds its line here and its text under that key in LayoutText.</summary>
public static class Navigation
{
    /// <summary>Role of a platform admin.</summary>
    public const string AdminRole = "PlatformAdmin";

    public const string Bots = "/app/bots";
    public const string Leads = "/app/leads";

    /// <summary>For everyone who is signed in.</summary>
    public static readonly IReadOnlyList<NavigationItem> Main =
    [
        new(Bots, "bot", "nav.bots"),
        new(Leads, "inbox", "nav.leads"),
        new("/app/usage", "gauge", "nav.usage"),
        new("/app/settings/ai", "sparkles", "nav.ai"),
        new("/app/settings/members", "users", "nav.members"),
        new("/app/settings/account", "settings", "nav.settings"),
    ];

    /// <summary>For platform admins, under a heading of its own.</summary>
    public static readonly IReadOnlyList<NavigationItem> Admin =
    [
        new("/admin/models", "list", "nav.admin.models"),
        new("/admin/mails", "mail", "nav.admin.mails"),
    ];

    /// <summary>Parts of one bot, below <c>/app/bots/{id}</c>; the first is the bot's own page.</summary>
    public static readonly IReadOnlyList<NavigationGroup> Bot =
    [
        new(null, [new("", "house", "bot.overview")]),
        new(
            "bot.group.build",
            [
                new("/prompt", "sparkles", "bot.prompt"),
                new("/commands", "terminal", "bot.commands"),
                new("/forms", "clipboard-list", "bot.forms"),
                new("/translations", "languages", "bot.translations"),
                new("/simulator", "flask-conical", "bot.simulator"),
            ]
        ),
        new("bot.group.people", [new("/conversations", "messages-square", "bot.conversations"), new("/contacts", "users", "bot.contacts")]),
        new(
            "bot.group.run",
            [
                new("/versions", "history", "bot.versions"),
                new("/connection", "plug", "bot.connection"),
                new("/webhooks", "send", "bot.webhooks"),
                new("/settings", "settings", "bot.settings"),
            ]
        ),
    ];
}

/// <param name="Icon">Id in wwwroot/images/icons.svg.</param>
/// <param name="TextKey">Key in LayoutText.</param>
public sealed record NavigationItem(string Href, string Icon, string TextKey);

/// <param name="TextKey">Key of the caption in LayoutText; null for none.</param>
public sealed record NavigationGroup(string? TextKey, IReadOnlyList<NavigationItem> Items);
