namespace BotStudio.Core.Outcomes;

/// <summary>
/// An expected refusal. Its text lives in Resources under the code: the part before the first dot names the feature whose texts hold it.
/// </summary>
/// <param name="Code">Stable, part of the API: <c>bots.no_channel</c>.</param>
/// <param name="Args">Values for the placeholders of the text.</param>
public sealed record Problem(string Code, params object[] Args)
{
    /// <summary>Missing, or another account's: the two look the same on purpose.</summary>
    public static readonly Problem NotFound = new("not_found");

    /// <summary>The user's role in the account does not reach.</summary>
    public static readonly Problem Forbidden = new("forbidden");

    /// <summary>Where in a document or a form the problem is, as a JSON pointer (RFC 6901), for example <c>/commands/2/name</c>.</summary>
    public string? Place { get; init; }

    public Problem At(string place) => this with { Place = place };

    public bool Equals(Problem? other) =>
        other is not null && Code == other.Code && Place == other.Place && Args.AsSpan().SequenceEqual(other.Args.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Place, Args.Length);
}
