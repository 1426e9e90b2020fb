namespace BotStudio.Core.Localization;

/// <summary>The languages of the product: every page, e-mail and system text exists in each of them.</summary>
public static class Languages
{
    public const string Default = "en";

    /// <summary>ISO 639-1 code and the name of the language in itself, in the order they are offered.</summary>
    public static readonly IReadOnlyList<Language> All =
    [
        new("en", "English"),
        new("uk", "Українська"),
        new("ru", "Русский"),
        new("pl", "Polski"),
        new("de", "Deutsch"),
    ];

    private static readonly HashSet<string> Codes = [.. All.Select(language => language.Code)];

    public static bool IsKnown(string? code) => code is not null && Codes.Contains(code);

    /// <summary>The product's language for an IETF tag such as <c>pt-br</c> or <c>uk</c>; null when the product does not speak it.</summary>
    public static string? FromTag(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
        {
            return null;
        }

        var end = tag.IndexOfAny(['-', '_']);
        var code = (end < 0 ? tag : tag[..end]).ToLowerInvariant();
        return IsKnown(code) ? code : null;
    }
}

public sealed record Language(string Code, string NativeName);
