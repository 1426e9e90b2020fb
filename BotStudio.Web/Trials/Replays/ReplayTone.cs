using BotStudio.Core.Trials;
using BotStudio.Web.Shared;

namespace BotStudio.Web.Trials.Replays;

internal static class ReplayTone
{
    public static BadgeTone Of(TrialState state) =>
        state switch
        {
            TrialState.Finished => BadgeTone.Success,
            TrialState.Running => BadgeTone.Info,
            TrialState.Broken => BadgeTone.Danger,
            _ => BadgeTone.Warning,
        };
}
