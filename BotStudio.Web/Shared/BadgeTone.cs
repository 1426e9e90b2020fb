namespace BotStudio.Web.Shared;

public enum BadgeTone
{
    Neutral,
    Accent,
    Info,
    Success,
    Warning,
    Danger,
}
