using System.Xml.Linq;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Architecture;

/// <summary>The texts of a feature in all languages: <c>Resources/Web/Bots/BotsText.resx</c> and its four translations.</summary>
/// <param name="Project"><c>Core</c> or <c>Web</c>.</param>
/// <param name="Folder">Of the feature, with slashes: <c>Channels/Telegram</c>.</param>
/// <param name="Name">Of the marker class: <c>TelegramText</c>.</param>
internal sealed record TextFile(string Project, string Folder, string Name)
{
    public static readonly IReadOnlyList<TextFile> All =
    [
        .. Checkout
            .Sources("Resources", ".resx")
            .Select(file => file.Path.Split('/'))
            .Select(parts => (Project: parts[1], Folder: string.Join('/', parts[2..^1]), Name: parts[^1].Split('.')[0]))
            .Distinct()
            .Select(file => new TextFile(file.Project, file.Folder, file.Name)),
    ];

    /// <summary>Key and text by language; empty for a language whose file is missing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Languages { get; } =
        Core.Localization.Languages.All.ToDictionary(
            language => language.Code,
            IReadOnlyDictionary<string, string> (language) =>
                Read(Checkout.Path($"Resources/{Project}/{Folder}/{Name}{(language.Code == "en" ? "" : $".{language.Code}")}.resx"))
        );

    public IReadOnlyDictionary<string, string> English => Languages["en"];

    public string TypeName => $"BotStudio.{Project}.{Folder.Replace('/', '.')}.{Name}";

    public override string ToString() => $"{Project}/{Folder}/{Name}";

    private static Dictionary<string, string> Read(string path) =>
        File.Exists(path)
            ? XDocument
                .Load(path)
                .Root!.Elements("data")
                .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")?.Value ?? "")
            : [];
}
