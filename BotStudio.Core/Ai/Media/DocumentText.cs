using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.Media;

/// <summary>
/// The text of a document, for the model: text of any kind, pages of HTML without their tags, and the words of a Word file. What is longer is cut.
/// PDFs are not read: no package here does it.
/// </summary>
internal static partial class DocumentText
{
    /// <summary>Characters, some ten pages.</summary>
    public const int MaxLength = 20_000;

    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string WordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <param name="contentType">By the first bytes, not what the sender said.</param>
    /// <returns>Null for what is no text.</returns>
    public static async Task<string?> ReadAsync(Stream content, string name, string contentType, CancellationToken ct)
    {
        if (contentType == Word)
        {
            return ReadWord(content);
        }

        if (!contentType.StartsWith("text/", StringComparison.Ordinal) && contentType != "application/json")
        {
            return null;
        }

        using var reader = new StreamReader(content, Encoding.UTF8);
        var text = new char[MediaTalk.MaxDocumentBytes];
        var length = await reader.ReadBlockAsync(text.AsMemory(), ct);
        var read = new string(text, 0, length);
        return Cut(Path.GetExtension(name).ToUpperInvariant() is ".HTML" or ".HTM" ? WithoutTags(read) : read);
    }

    private static string? ReadWord(Stream content)
    {
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            using var document = archive.GetEntry("word/document.xml")?.Open();
            return document is null ? null : Cut(WordsOf(document));
        }
        catch (Exception e) when (e is InvalidDataException or XmlException)
        {
            // Not what its name says.
            return null;
        }
    }

    /// <summary>Reads no further than needed, so that an archive that unpacks to gigabytes costs nothing.</summary>
    private static string WordsOf(Stream document)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var xml = XmlReader.Create(document, settings);
        var text = new StringBuilder();
        while (text.Length <= MaxLength && xml.Read())
        {
            if (xml.NamespaceURI != WordSpace)
            {
                continue;
            }

            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "t"):
                    text.Append(xml.ReadString());
                    break;
                case (XmlNodeType.Element, "tab"):
                    text.Append('\t');
                    break;
                case (XmlNodeType.EndElement, "p") or (XmlNodeType.Element, "br"):
                    text.Append('\n');
                    break;
            }
        }

        return text.ToString();
    }

    private static string WithoutTags(string page) =>
        WebUtility.HtmlDecode(Blanks().Replace(Tag().Replace(LineEnd().Replace(Hidden().Replace(page, ""), "\n"), ""), "\n"));

    private static string Cut(string text)
    {
        var clean = Data.StoredText.Clean(text).Trim();
        return clean.Length <= MaxLength ? clean : Data.StoredText.Cut(clean, MaxLength) + "\n[…]";
    }

    [GeneratedRegex(
        @"<(?<tag>script|style|head|template)\b.*?</\k<tag>\s*>|<!--.*?-->",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000
    )]
    private static partial Regex Hidden();

    [GeneratedRegex(
        @"<(br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000
    )]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[ \t]*\n\s*\n\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Blanks();
}
