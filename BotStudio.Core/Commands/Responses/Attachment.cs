using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Commands.Responses;

public enum AttachmentKind
{
    /// <summary>Shown in the chat.</summary>
    Picture,

    /// <summary>A file of any type, to be downloaded.</summary>
    Document,

    /// <summary>A point on the map.</summary>
    Location,
}

/// <summary>What is sent beside the text of an answer. A picture or document is either one of the account's stored files or at an address.</summary>
public sealed record Attachment
{
    public const int MaxUrlLength = 2048;
    public const int MaxNameLength = 120;

    public string Id { get; init; } = PartId.New();

    public AttachmentKind Kind { get; init; }

    /// <summary>Id of a stored file of the account.</summary>
    public Guid? FileId { get; init; }

    /// <summary>An https address from which the channel takes the file, instead of <see cref="FileId"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the file as the owner knows it, or of the place.</summary>
    public string? Name { get; init; }

    /// <summary>Degrees, -90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, -180 to 180.</summary>
    public double? Longitude { get; init; }

    internal void Check(DocumentCheck check, string place)
    {
        check.Id(Id, place + "/id");
        if (Name?.Length > MaxNameLength)
        {
            check.Add("document.text_too_long", place + "/name", MaxNameLength, Name.Length);
        }

        if (Kind == AttachmentKind.Location)
        {
            if (Latitude is null or < -90 or > 90 or double.NaN || Longitude is null or < -180 or > 180 or double.NaN)
            {
                check.Add("attachments.bad_location", place + "/latitude");
            }
        }
        else if (FileId is null && string.IsNullOrWhiteSpace(Url))
        {
            check.Add("attachments.no_file", place + "/url");
        }
        else if (FileId is null && !IsAddress(Url))
        {
            check.Add("attachments.bad_url", place + "/url");
        }
    }

    internal void Outline(DocumentOutline outline)
    {
        var id = "attachment/" + Id;
        var what = Kind == AttachmentKind.Location ? $"{DocumentOutline.Number(Latitude)}, {DocumentOutline.Number(Longitude)}" : Url;
        var name = string.IsNullOrWhiteSpace(Name) ? what ?? "…" : Name;
        outline.Item(id, "attachment", name, name);
        outline.Choice(id + "/kind", "attachment_kind", Kind.ToString().ToLowerInvariant(), name);
        outline.Value(id + "/what", "attachment_what", FileId?.ToString() ?? what, name);
    }

    private static bool IsAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && url!.Length <= MaxUrlLength;
}
