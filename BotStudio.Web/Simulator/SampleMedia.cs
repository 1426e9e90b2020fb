using BotStudio.Core.Conversations;
using BotStudio.Core.Files;

namespace BotStudio.Web.Simulator;

/// <summary>What a simulated contact sends when they are asked for more than words.</summary>
public static class SampleMedia
{
    /// <summary>A number that belongs to nobody (North American Numbering Plan: 555-0100 to 555-0199), as Telegram gives it.</summary>
    private const string Phone = "12025550143";

    public static MessageMedia Photo =>
        new("photo")
        {
            ExternalId = "sample",
            ContentType = "image/jpeg",
            SizeBytes = 240_000,
            Width = 1280,
            Height = 853,
        };

    /// <summary>A file of the reader's own, as the kind that a phone would send it as.</summary>
    public static MessageMedia Uploaded(StoredFile file) =>
        new(
            file.IsPicture ? "photo"
            : FileTypes.IsAudio(file.ContentType) ? "voice"
            : FileTypes.IsVideo(file.ContentType) ? "video_note"
            : "document"
        )
        {
            FileId = file.Id,
            Name = file.Name,
            ContentType = file.ContentType,
            SizeBytes = file.SizeBytes,
        };

    /// <summary>The main square of Kyiv.</summary>
    public static MessageMedia Location => new("location") { Latitude = 50.450001, Longitude = 30.523333 };

    /// <param name="personId">The channel's id of the contact, whose own number it is.</param>
    public static MessageMedia OwnNumber(string personId, string name) =>
        new("contact")
        {
            Phone = Phone,
            FirstName = name,
            PersonExternalId = personId,
        };
}
