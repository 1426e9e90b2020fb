namespace BotStudio.Web.Shared;

/// <param name="Exact">Current only on this very address, not below it.</param>
public sealed record SectionLink(string Href, string Text, string? Icon = null, bool Exact = false);
