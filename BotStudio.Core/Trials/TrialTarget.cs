namespace BotStudio.Core.Trials;

/// <summary>Which document is tried.</summary>
public enum TrialTarget
{
    Draft,

    /// <summary>The version that answers contacts.</summary>
    Live,
}
