using BotStudio.Core.Commands.Responses;

namespace BotStudio.Web.Commands.Responses;

/// <summary>What taps on buttons do, as the editor offers it.</summary>
public static class ButtonActions
{
    /// <summary>In the order in which they are offered: what most owners want comes first.</summary>
    public static readonly IReadOnlyList<ButtonAction> All =
    [
        ButtonAction.RunCommand,
        ButtonAction.OpenSubmenu,
        ButtonAction.OpenLink,
        ButtonAction.SendText,
        ButtonAction.StartForm,
        ButtonAction.AskForHuman,
        ButtonAction.ShareContact,
        ButtonAction.ShareLocation,
        ButtonAction.CallWebhook,
    ];

    /// <summary>Id of a symbol in wwwroot/images/icons.svg.</summary>
    public static string IconOf(ButtonAction action) =>
        action switch
        {
            ButtonAction.OpenLink => "external-link",
            ButtonAction.SendText => "message-circle",
            ButtonAction.OpenSubmenu => "layout-grid",
            ButtonAction.StartForm => "clipboard-list",
            ButtonAction.CallWebhook => "plug",
            ButtonAction.AskForHuman => "life-buoy",
            ButtonAction.ShareContact => "phone",
            ButtonAction.ShareLocation => "map-pin",
            _ => "terminal",
        };
}
