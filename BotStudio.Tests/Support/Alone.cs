namespace BotStudio.Tests.Support;

/// <summary>Tests that watch real time pass between processes; they run after all others, so that a busy machine does not look like a dead one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
