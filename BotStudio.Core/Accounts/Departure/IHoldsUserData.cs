namespace BotStudio.Core.Accounts.Departure;

/// <summary>A feature that keeps something of a user says here what, for the archive of their data.</summary>
public interface IHoldsUserData
{
    /// <returns>Files of the archive: a path, and what goes into it as JSON.</returns>
    Task<IReadOnlyList<UserDataFile>> HandOverAsync(Guid userId, CancellationToken ct);
}

/// <param name="Path">Below the archive's root: <c>bots/coffee.json</c>.</param>
/// <param name="Json">UTF-8.</param>
public sealed record UserDataFile(string Path, byte[] Json);
