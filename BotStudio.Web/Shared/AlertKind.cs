namespace BotStudio.Web.Shared;

/// <summary>What a message means to its reader; never told by colour alone, so each has its icon.</summary>
public enum AlertKind
{
    Info,
    Success,
    Warning,
    Danger,
}

public static class AlertIcons
{
    public static string Icon(this AlertKind kind) =>
        kind switch
        {
            AlertKind.Success => "circle-check",
            AlertKind.Warning => "triangle-alert",
            AlertKind.Danger => "circle-alert",
            _ => "info",
        };
}
