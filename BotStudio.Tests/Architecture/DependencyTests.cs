using System.Text.RegularExpressions;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Architecture;

/// <summary>The arrows between the parts: who may name whom. Read from the sources, so that a broken one is shown with its line.</summary>
public sealed partial class DependencyTests
{
    /// <summary>From the foundations up. A feature names those of its own row and of the rows above it.</summary>
    private static readonly string[][] Rows =
    [
        ["Outcomes", "Localization", "Settings", "Outbound", "Mail", "Files", "Jobs", "Data"],
        ["Accounts", "Audit", "Billing"],
        ["Bots", "Forms", "Commands", "Webhooks", "Tools"],
        ["Conversations", "Contacts", "Leads", "Notices"],
        ["Ai", "Channels", "Analytics"],
        ["Simulator", "Trials", "Admin", "Api"],
    ];

    /// <summary>Where an arrow points up on purpose.</summary>
    private static readonly (string Path, string Feature)[] Exceptions =
    [
        // Whose rows a connection sees is the account's, and the same for every feature.
        ("BotStudio.Core/Data/AccountDb.cs", "Accounts"),
        // A response type says in one file what it is and what it answers, so it speaks the words of a conversation.
        ("BotStudio.Core/Commands/Responses/", "Conversations"),
        // A question says in one file what it asks and what it takes for an answer, and a form is filled in by conversation.
        ("BotStudio.Core/Forms/", "Conversations"),
        // A prompt is checked against the limits of the model that it names.
        ("BotStudio.Core/Bots/Documents/DocumentCheck.cs", "Ai"),
        ("BotStudio.Core/Bots/Documents/CheckDocument.cs", "Ai"),
        // A bot's card shows how it is connected.
        ("BotStudio.Core/Bots/ListBots.cs", "Channels"),
    ];

    /// <summary>One line for each table, whoever it belongs to; and the list of all features.</summary>
    private static readonly string[] Contents = ["BotStudio.Core/Data/BotStudioDb.cs", "BotStudio.Core/CoreServices.cs"];

    private static readonly IReadOnlyList<SourceFile> Core =
    [
        .. Checkout.Sources("BotStudio.Core", ".cs").Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal)),
    ];

    private static readonly IReadOnlyList<SourceFile> Web = [.. Checkout.Sources("BotStudio.Web", ".cs", ".razor")];

    [Fact]
    public void Every_feature_of_Core_has_its_row() =>
        Assert.Empty(
            Core.Select(Feature).Where(feature => !feature.EndsWith(".cs", StringComparison.Ordinal) && RowOf(feature) < 0).Distinct()
        );

    [Fact]
    public void Features_of_Core_name_only_what_lies_below_them() =>
        AssertNone(
            from file in Core
            where !Contents.Contains(file.Path)
            from name in CoreFeature().Matches(file.Text)
            let feature = name.Groups["feature"].Value
            where RowOf(feature) > RowOf(Feature(file))
            where
                !Exceptions.Any(exception => file.Path.StartsWith(exception.Path, StringComparison.Ordinal) && exception.Feature == feature)
            select At(file, name)
        );

    [Fact]
    public void Core_knows_neither_requests_nor_pages() =>
        AssertNone(from file in Core from name in WebFramework().Matches(file.Text) select At(file, name));

    [Theory]
    [InlineData("BotStudio.Core/Channels/Telegram/", @"\bChannels\.Telegram\b")]
    [InlineData("BotStudio.Core/Channels/WebChat/", @"\bChannels\.WebChat\b")]
    [InlineData("BotStudio.Core/Billing/Paddle/", @"\bBilling\.Paddle\b")]
    [InlineData("BotStudio.Core/Ai/Providers/", @"\busing (OpenAI|Anthropic)\b")]
    public void A_third_party_is_named_only_in_its_own_folder(string home, string name) =>
        AssertNone(
            from file in Core
            where !file.Path.StartsWith(home, StringComparison.Ordinal) && !Contents.Contains(file.Path)
            from found in Regex.Matches(file.Text, name)
            select At(file, found)
        );

    [Fact]
    public void Pages_and_endpoints_call_acts_and_never_the_database() =>
        AssertNone(from file in Web from name in Database().Matches(file.Text) select At(file, name));

    private static string Feature(SourceFile file) => file.Path.Split('/')[1];

    private static int RowOf(string feature) => Array.FindIndex(Rows, row => row.Contains(feature));

    private static string At(SourceFile file, Match match) =>
        $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}";

    private static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    [GeneratedRegex(
        @"^using (static )?BotStudio\.Core\.(?<feature>\w+)|(?<![\w.""/])(BotStudio\.Core\.)?(?<feature>Accounts|Billing|Bots|Forms|Commands|Conversations|Contacts|Leads|Ai|Channels|Analytics)\.[A-Z]\w+(?!\w*\()",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex CoreFeature();

    [GeneratedRegex(@"Microsoft\.AspNetCore\.(Http|Routing|Components|Builder|Mvc|Hosting|Antiforgery|WebUtilities)\b[^;]*")]
    private static partial Regex WebFramework();

    [GeneratedRegex(@"\b(AccountDb|PlatformDb|BotStudioDb|NpgsqlDataSource|DbContext)\b")]
    private static partial Regex Database();
}
