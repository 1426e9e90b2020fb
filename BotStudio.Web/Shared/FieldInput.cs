namespace BotStudio.Web.Shared;

/// <summary>What an input inside a <see cref="Field"/> puts on itself, so that its label, hint and error belong to it.</summary>
public sealed record FieldInput(string Id, bool HasHint, bool HasError)
{
    public string HintId => Id + "-hint";

    public string ErrorId => Id + "-error";

    /// <summary>Value of <c>aria-describedby</c>; null leaves the attribute out.</summary>
    public string? DescribedBy =>
        (HasHint, HasError) switch
        {
            (true, true) => $"{ErrorId} {HintId}",
            (true, false) => HintId,
            (false, true) => ErrorId,
            _ => null,
        };

    /// <summary>Value of <c>aria-invalid</c>; null leaves the attribute out.</summary>
    public string? Invalid => HasError ? "true" : null;
}
