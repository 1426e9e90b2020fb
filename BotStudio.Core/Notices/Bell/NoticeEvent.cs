namespace BotStudio.Core.Notices.Bell;

/// <summary>What members can hear of. Who hears of what by which way is their <see cref="NoticeWish"/>, else <see cref="NoticeDefaults"/>.</summary>
public enum NoticeEvent
{
    /// <summary>A contact has left details.</summary>
    NewLead,

    /// <summary>A contact asked for a person.</summary>
    HumanWanted,

    /// <summary>A form was filled in to the end.</summary>
    FormEntry,

    /// <summary>Something is wrong with a bot, or is right again.</summary>
    BotProblem,

    /// <summary>AI has used up a part of a limit, or all of it.</summary>
    Budget,

    /// <summary>Somebody signed in as the member.</summary>
    SignIn,

    /// <summary>Somebody joined, left or has another role.</summary>
    Team,
}

/// <summary>How a member can hear of something.</summary>
[Flags]
public enum NoticeWays
{
    None = 0,
    Bell = 1,
    Mail = 2,
    Telegram = 4,
    Push = 8,
}
