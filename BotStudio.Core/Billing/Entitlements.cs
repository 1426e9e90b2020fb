namespace BotStudio.Core.Billing;

/// <summary>
/// The one place that knows what an account's plan allows. There are no plans yet, so everything is allowed; features ask here all the same, and
/// the day plans come only this class changes.
/// </summary>
public sealed class Entitlements
{
#pragma warning disable CA1822 // Callers hold an instance: with plans it will look at the account's.
    public ValueTask<bool> AllowsAsync(Guid accountId, Entitlement what, CancellationToken ct) => ValueTask.FromResult(true);
#pragma warning restore CA1822
}

/// <summary>What a plan may leave out.</summary>
public enum Entitlement
{
    /// <summary>Keys of the account's own with AI providers.</summary>
    OwnAiKeys,
}
