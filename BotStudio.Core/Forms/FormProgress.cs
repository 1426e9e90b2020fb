using System.Text.Json.Serialization;

namespace BotStudio.Core.Forms;

/// <summary>
/// How far a contact is with a form. Answers are kept by the ids of the questions, so that a version that is published meanwhile takes over
/// what it still asks.
/// </summary>
public sealed record FormProgress
{
    /// <summary>Characters of <see cref="Token"/>.</summary>
    public const int TokenLength = 8;

    public required Guid EntryId { get; init; }

    public required string FormId { get; init; }

    /// <summary>The channel's id of who fills it in: in a group others may talk meanwhile.</summary>
    public required string PersonExternalId { get; init; }

    /// <summary>The question that waits for an answer; null while the summary is shown.</summary>
    public string? FieldId { get; init; }

    public IReadOnlyDictionary<string, Answer> Answers { get; init; } = new Dictionary<string, Answer>();

    /// <summary>What is ticked so far where several options may be chosen.</summary>
    public IReadOnlyList<string>? Ticked { get; init; }

    /// <summary>The question took the place of the contact's keyboard, which has to be given back.</summary>
    public bool HasKeyboard { get; init; }

    /// <summary>The contact came back after a long time and was asked whether to go on.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The album that the last picture came with: its other pictures are no answers to the next question.</summary>
    public string? AlbumId { get; init; }

    /// <summary>In which language the contact was asked last.</summary>
    public string Language { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastAt { get; init; }

    /// <summary>The one reminder is out.</summary>
    public bool WasReminded { get; init; }

    /// <summary>Tells the buttons of this filling from those of another: the random end of the entry's id.</summary>
    [JsonIgnore]
    public string Token => TokenOf(EntryId);

    public static string TokenOf(Guid entryId) => entryId.ToString("N")[^TokenLength..];

    public FormProgress With(string fieldId, Answer answer) =>
        this with
        {
            Answers = new Dictionary<string, Answer>(Answers) { [fieldId] = answer },
        };
}
