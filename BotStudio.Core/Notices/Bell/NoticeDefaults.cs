using BotStudio.Core.Accounts;

namespace BotStudio.Core.Notices.Bell;

/// <summary>Who hears of what by which way until they say otherwise: the bell tells whoever can do something about it, e-mail what cannot wait.</summary>
public static class NoticeDefaults
{
    /// <summary>What somebody must be allowed to do to hear of it at all.</summary>
    public static Permission PermissionFor(NoticeEvent happened) =>
        happened switch
        {
            NoticeEvent.BotProblem => Permission.EditBots,
            NoticeEvent.Budget => Permission.ManageAi,
            NoticeEvent.Team => Permission.ManageMembers,
            NoticeEvent.SignIn => Permission.ViewBots,
            _ => Permission.AnswerPeople,
        };

    public static NoticeWays WaysFor(NoticeEvent happened, Role role) =>
        happened switch
        {
            NoticeEvent.BotProblem or NoticeEvent.Budget when role >= Role.Admin => NoticeWays.Bell | NoticeWays.Mail | NoticeWays.Push,
            // Money waits at the door: the owner hears of it wherever they are.
            NoticeEvent.NewLead when role == Role.Owner => NoticeWays.Bell | NoticeWays.Mail | NoticeWays.Telegram | NoticeWays.Push,
            NoticeEvent.NewLead or NoticeEvent.HumanWanted => NoticeWays.Bell | NoticeWays.Telegram | NoticeWays.Push,
            _ => NoticeWays.Bell,
        };
}
