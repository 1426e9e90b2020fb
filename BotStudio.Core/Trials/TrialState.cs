namespace BotStudio.Core.Trials;

/// <summary>How far a run of test questions, or a replay, has come.</summary>
public enum TrialState : short
{
    Running = 0,
    Finished = 1,

    /// <summary>Somebody did not want to wait any longer.</summary>
    Stopped = 2,

    /// <summary>It could not go on: no key, a budget that is used up.</summary>
    Broken = 3,
}
