using BotStudio.Core.Accounts.Sessions;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>One of the e-mails about signing in.</summary>
/// <param name="Template">Its texts are <c>mail.(template).heading</c>, <c>.text</c> and so on in Resources/Core/Accounts.</param>
/// <param name="Values">For the placeholders of the texts.</param>
public sealed record AccountMail(string Template, params object[] Values)
{
    /// <summary>Where the button leads; null for none.</summary>
    public Uri? Link { get; init; }

    /// <summary>The link lets whoever has it in.</summary>
    public bool HoldsSecret { get; init; }

    /// <summary>The device that it is about.</summary>
    public Visit? Visit { get; init; }

    /// <summary>When it happened; told with the device.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Another address than the user's own.</summary>
    public string? To { get; init; }
}
