namespace BotStudio.Core.Audit;

/// <summary>Who does something, and from where.</summary>
/// <param name="UserId">Null for work that nobody asked for, such as jobs.</param>
public sealed record Actor(Guid? UserId, Origin? From);

/// <summary>Where a request or a circuit comes from.</summary>
/// <param name="Address">The visitor's IP address, as the proxy in front tells it.</param>
/// <param name="Agent">Kind of program, "Firefox · Linux": enough to know one's own, too little to be told apart by; null when it does not say.</param>
/// <param name="IsProgram">Through the API.</param>
public sealed record Origin(string? Address, string? Agent, bool IsProgram);
