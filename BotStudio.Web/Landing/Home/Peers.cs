namespace BotStudio.Web.Landing.Home;

/// <summary>
/// The comparison, from the public documentation and source code of the others as of October 2026. What could not be found out is said to be
/// unknown, and rows in which BotStudio loses belong here as well.
/// </summary>
internal static class Peers
{
    public static readonly IReadOnlyList<string> Names = ["BotStudio", "Botpress", "Typebot", "n8n", "Chatwoot"];

    /// <summary>Texts <c>compare.{Key}</c>; a note below a mark is <c>compare.{Key}.{Peer}</c>.</summary>
    public static readonly IReadOnlyList<PeerRow> Rows =
    [
        new("telegram", [Has.Yes, Has.Yes, Has.No, Has.Partly, Has.Partly]) { Notes = ["typebot", "n8n", "chatwoot"] },
        new("taps", [Has.Yes, Has.No, Has.No, Has.Partly, Has.Partly]) { Notes = ["n8n", "chatwoot"] },
        new("forged", [Has.Yes, Has.No, Has.Unknown, Has.Yes, Has.No]),
        new("twice", [Has.Yes, Has.No, Has.Unknown, Has.No, Has.No]),
        new("plain", [Has.Yes, Has.No, Has.Unknown, Has.No, Has.No]),
        new("forms", [Has.Yes, Has.Yes, Has.Yes, Has.Partly, Has.Unknown]),
        new("person", [Has.Yes, Has.Partly, Has.No, Has.Partly, Has.Yes]) { Notes = ["botpress", "n8n"] },
        new("cost", [Has.Yes, Has.Partly, Has.No, Has.No, Has.Partly]) { Notes = ["botpress", "chatwoot"] },
        new("pages", [Has.Yes, Has.Unknown, Has.Partly, Has.No, Has.Yes]) { Notes = ["typebot"] },
        new("channels", [Has.No, Has.Yes, Has.Partly, Has.Yes, Has.Yes]) { Notes = ["botstudio", "typebot"] },
        new("canvas", [Has.No, Has.Yes, Has.Yes, Has.Yes, Has.No]) { Notes = ["botstudio"] },
    ];
}

/// <param name="Marks">In the order of <see cref="Peers.Names"/>.</param>
internal sealed record PeerRow(string Key, IReadOnlyList<Has> Marks)
{
    /// <summary>Names in small letters of those whose mark has a note.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

internal enum Has
{
    Yes,
    Partly,
    No,
    Unknown,
}
