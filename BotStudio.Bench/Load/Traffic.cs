namespace BotStudio.Bench.Load;

/// <summary>Contacts who write at random moments, as many as it takes for <paramref name="PerSecond"/> messages in all.</summary>
/// <param name="Chats">They write in turn, so that each has about the same pause.</param>
/// <param name="Burst">Messages that a contact writes at once.</param>
internal sealed record Traffic(Text Text, double PerSecond, IReadOnlyList<Chat> Chats, int Burst = 1);
