namespace BotStudio.Web.Shared;

/// <param name="Exact">Current only on this very address, not below it.</param>
/// <param name="Count">Something there that wants to be looked at; 0 shows nothing.</param>
/// <param name="CountText">The same in words, for screen readers.</param>
public sealed record SectionLink(
    string Href,
    string Text,
    string? Icon = null,
    bool Exact = false,
    int Count = 0,
    string? CountText = null
);
