using BotStudio.Core.Localization;
using BotStudio.Web.Landing;

namespace BotStudio.Tests.Screenshots;

/// <summary>Where a page is, and what its pictures are called.</summary>
/// <param name="Path">With <c>{bot}</c> and the like, for <see cref="Places"/>.</param>
internal sealed record ProductPage(string Name, string Path);

/// <summary>
/// Every page there is, to be looked at by eye and by machine. <see cref="Tests.Browser.EveryPageJourney"/> fails when one is missing here.
/// </summary>
internal static class ProductPages
{
    /// <summary>Of visitors, in the language of those who come without one.</summary>
    public static readonly IReadOnlyList<ProductPage> Site =
    [
        .. PublicPages.All.Select(page => new ProductPage("site-" + page.Key, page.In(Languages.Default))),
    ];

    /// <summary>Of people who are not signed in. Those that a link in an e-mail leads to are shown with a link that is worth nothing any more.</summary>
    public static readonly IReadOnlyList<ProductPage> Door =
    [
        new("sign-in", "/account/sign-in"),
        new("sign-up", "/account/sign-up"),
        new("forgot-password", "/account/forgot-password"),
        new("reset-password", "/account/reset-password?code=old"),
        new("confirm-email", "/account/confirm-email?code=old"),
        new("change-email", "/account/change-email?code=old"),
        new("two-step", "/account/two-step"),
        new("external-finish", "/account/external/finish"),
        new("telegram-return", "/account/telegram"),
        new("invitation", "/account/invitation?code=old"),
        new("admin-link", "/account/admin-link?code=old"),
        new("goodbye", "/account/goodbye"),
        new("not-found", "/not-found"),
        new("error", "/error"),
        new("error-too-many", "/error/429"),
    ];

    /// <summary>Of one bot.</summary>
    public static readonly IReadOnlyList<ProductPage> Bot =
    [
        new("bot-overview", "/app/bots/{bot}"),
        new("bot-prompt", "/app/bots/{bot}/prompt"),
        new("bot-model", "/app/bots/{bot}/prompt/model"),
        new("bot-tools", "/app/bots/{bot}/prompt/tools"),
        new("bot-safety", "/app/bots/{bot}/prompt/safety"),
        new("bot-bench", "/app/bots/{bot}/prompt/bench"),
        new("bot-tests", "/app/bots/{bot}/prompt/tests"),
        new("bot-replays", "/app/bots/{bot}/prompt/replay"),
        new("bot-replay", "/app/bots/{bot}/prompt/replay/{replay}"),
        new("bot-commands", "/app/bots/{bot}/commands"),
        new("bot-command", "/app/bots/{bot}/commands/menu"),
        new("bot-command-texts", "/app/bots/{bot}/commands/texts/fallback"),
        new("bot-forms", "/app/bots/{bot}/forms"),
        new("bot-form", "/app/bots/{bot}/forms/table"),
        new("bot-entries", "/app/bots/{bot}/forms/entries"),
        new("bot-form-entries", "/app/bots/{bot}/forms/table/entries"),
        new("bot-translations", "/app/bots/{bot}/translations"),
        new("bot-translations-texts", "/app/bots/{bot}/translations/system"),
        new("bot-simulator", "/app/bots/{bot}/simulator"),
        new("bot-versions", "/app/bots/{bot}/versions"),
        new("bot-connection", "/app/bots/{bot}/connection"),
        new("bot-webhooks", "/app/bots/{bot}/webhooks"),
        new("bot-settings", "/app/bots/{bot}/settings"),
        new("bot-page", "/b/{slug}"),
    ];

    /// <summary>Of the people who write to a bot.</summary>
    public static readonly IReadOnlyList<ProductPage> People =
    [
        new("bot-conversations", "/app/bots/{bot}/conversations"),
        new("bot-conversation", "/app/bots/{bot}/conversations/{conversation}"),
        new("bot-contacts", "/app/bots/{bot}/contacts"),
        new("bot-contact", "/app/bots/{bot}/contacts/{contact}"),
        new("bot-contact-fields", "/app/bots/{bot}/contacts/fields"),
        new("leads", "/app/leads"),
        new("lead", "/app/leads/{lead}"),
    ];

    /// <summary>Of an account and of the user.</summary>
    public static readonly IReadOnlyList<ProductPage> Account =
    [
        new("bots", "/app/bots"),
        new("usage", "/app/usage"),
        new("notices", "/app/notices"),
        new("ai", "/app/settings/ai"),
        new("account", "/app/settings/account"),
        new("team", "/app/settings/members"),
        new("audit", "/app/settings/audit"),
        new("notifications", "/app/settings/notifications"),
        new("profile", "/account/profile"),
        new("security", "/account/security"),
        new("security-email", "/account/security/email"),
        new("security-password", "/account/security/password"),
        new("security-passkeys", "/account/security/passkeys"),
        new("security-two-factor", "/account/security/two-factor"),
        new("security-prove", "/account/prove"),
        new("sessions", "/account/sessions"),
        new("own-data", "/account/data"),
    ];

    /// <summary>Of the platform's admin.</summary>
    public static readonly IReadOnlyList<ProductPage> Admin =
    [
        new("admin-models", "/admin/models"),
        new("admin-mails", "/admin/mails"),
        new("admin-mail-preview", "/admin/mails/preview"),
    ];

    public static readonly IReadOnlyList<(string Title, IReadOnlyList<ProductPage> Pages)> Parts =
    [
        ("For visitors", Site),
        ("At the door", Door),
        ("A bot", Bot),
        ("People who write to it", People),
        ("The account", Account),
        ("The platform", Admin),
    ];

    public static IEnumerable<ProductPage> All => Parts.SelectMany(part => part.Pages);
}
