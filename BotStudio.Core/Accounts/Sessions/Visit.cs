namespace BotStudio.Core.Accounts.Sessions;

/// <summary>Where somebody signs in from, as far as the network tells.</summary>
/// <param name="UserAgent">What the browser or program calls itself.</param>
/// <param name="Address">On the network.</param>
/// <param name="DeviceCode">The long-lived secret of a browser, by which it is known again; null for a program.</param>
public sealed record Visit(string? UserAgent, string? Address, string? DeviceCode, bool IsProgram = false)
{
    public static readonly Visit Unknown = new(null, null, null);

    /// <summary>Where links in e-mails lead; null when nobody can tell.</summary>
    public Uri? Site { get; init; }

    /// <summary>What the device is known by: its secret, else what it calls itself and where it is.</summary>
    internal string DeviceKey => DeviceCode ?? $"{UserAgent}\n{Address}";
}
