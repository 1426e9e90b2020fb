using System.Text;
using System.Text.Unicode;

namespace BotStudio.Core.Files;

/// <summary>
/// What a file is by its first bytes. What its sender says only tells members of one family apart: a ZIP archive called <c>.docx</c> is a Word
/// document, a page called <c>.jpg</c> is not a picture.
/// </summary>
public static class FileTypes
{
    /// <summary>As much of the beginning as <see cref="Of"/> wants to see.</summary>
    public const int HeadBytes = 512;

    public const string Unknown = "application/octet-stream";
    private const string Text = "text/plain";
    private const string Zip = "application/zip";

    /// <summary>Raster formats that browsers show and that cannot hold a script.</summary>
    private static readonly HashSet<string> Pictures = ["image/jpeg", "image/png", "image/gif", "image/webp"];

    /// <summary>Formats that are ZIP archives or plain text inside, by the ending of the name.</summary>
    private static readonly Dictionary<string, (string Inside, string Type)> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = (Zip, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        [".xlsx"] = (Zip, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        [".pptx"] = (Zip, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        [".odt"] = (Zip, "application/vnd.oasis.opendocument.text"),
        [".ods"] = (Zip, "application/vnd.oasis.opendocument.spreadsheet"),
        [".epub"] = (Zip, "application/epub+zip"),
        [".csv"] = (Text, "text/csv"),
        [".json"] = (Text, "application/json"),
    };

    private static readonly Dictionary<string, string> Endings = new()
    {
        ["image/jpeg"] = ".jpg",
        ["image/png"] = ".png",
        ["image/gif"] = ".gif",
        ["image/webp"] = ".webp",
        ["audio/ogg"] = ".ogg",
        ["audio/mpeg"] = ".mp3",
        ["audio/mp4"] = ".m4a",
        ["audio/wav"] = ".wav",
        ["video/mp4"] = ".mp4",
        ["video/webm"] = ".webm",
        ["application/pdf"] = ".pdf",
        [Zip] = ".zip",
        [Text] = ".txt",
    };

    /// <summary>True for what a browser may show in place, and a chat as a photo.</summary>
    public static bool IsPicture(string contentType) => Pictures.Contains(contentType);

    public static bool IsAudio(string contentType) => contentType.StartsWith("audio/", StringComparison.Ordinal);

    public static bool IsVideo(string contentType) => contentType.StartsWith("video/", StringComparison.Ordinal);

    /// <summary>With its dot; empty when there is no usual one.</summary>
    public static string EndingOf(string contentType) => Endings.GetValueOrDefault(contentType, "");

    /// <param name="head">The first <see cref="HeadBytes"/> bytes, or all when there are fewer.</param>
    /// <param name="name">What the sender calls it.</param>
    public static string Of(ReadOnlySpan<byte> head, string? name)
    {
        var type = ByMagic(head) ?? (IsPlainText(head) ? Text : Unknown);
        return name is not null && ByEnding.TryGetValue(Path.GetExtension(name), out var known) && known.Inside == type ? known.Type : type;
    }

    private static string? ByMagic(ReadOnlySpan<byte> head) =>
        head switch
        {
            _ when head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) => "image/jpeg",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]) => "image/png",
            _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => "image/gif",
            _ when IsRiff(head, "WEBP"u8) => "image/webp",
            _ when IsRiff(head, "WAVE"u8) => "audio/wav",
            _ when head.StartsWith("BM"u8) && head.Length > 14 && head[6..10].IndexOfAnyExcept((byte)0) < 0 => "image/bmp",
            _ when head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) => "image/tiff",
            _ when head.Length > 12 && head[4..8].SequenceEqual("ftyp"u8) => ByBrand(head[8..12]),
            _ when head.StartsWith("OggS"u8) => head.IndexOf("theora"u8) >= 0 ? "video/ogg" : "audio/ogg",
            _ when head.StartsWith("ID3"u8) || (head is [0xff, var second, ..] && (second & 0xe6) == 0xe2) => "audio/mpeg",
            _ when head.StartsWith("fLaC"u8) => "audio/flac",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x1a, 0x45, 0xdf, 0xa3]) => "video/webm",
            _ when head.StartsWith("%PDF-"u8) => "application/pdf",
            _ when head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) => Zip,
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) => "application/gzip",
            _ when head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c]) => "application/x-7z-compressed",
            _ when head.StartsWith("Rar!\x1a\x07"u8) => "application/vnd.rar",
            _ => null,
        };

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(form);

    /// <summary>ISO base media files say in their first box what they are made for.</summary>
    private static string ByBrand(ReadOnlySpan<byte> brand) =>
        Encoding.ASCII.GetString(brand) switch
        {
            "M4A " or "M4B " => "audio/mp4",
            "qt  " => "video/quicktime",
            "heic" or "heix" or "mif1" => "image/heic",
            "avif" => "image/avif",
            _ => "video/mp4",
        };

    private static bool IsPlainText(ReadOnlySpan<byte> head)
    {
        // The head may end within a character.
        var whole = head;
        for (var cut = 0; cut < 4 && whole.Length > 0 && !Utf8.IsValid(whole); cut++)
        {
            whole = whole[..^1];
        }

        return whole.Length > 0
            && Utf8.IsValid(whole)
            && whole.IndexOfAnyInRange((byte)0, (byte)8) < 0
            && whole.IndexOfAnyInRange((byte)14, (byte)31) < 0;
    }
}
