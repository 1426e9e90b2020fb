namespace BotStudio.Bench;

/// <summary>The benchmark cannot go on; the message tells a person why.</summary>
internal sealed class BenchException(string message) : Exception(message);
