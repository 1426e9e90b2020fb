namespace BotStudio.Web.Shared;

public enum TimeFormat
{
    DateTime,
    Date,
    Time,

    /// <summary>"5 minutes ago", kept true while the page is open.</summary>
    Relative,
}
