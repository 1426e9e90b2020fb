using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Versions;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class VersionsPageTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    private static readonly BotDocument First = A.Document(A.TextCommand("price", "Ten euros"));
    private static readonly BotDocument Second = A.Document(A.TextCommand("price", "Twelve euros"));

    protected override BotDocument Document => First;

    [Fact]
    public async Task Before_the_first_publishing_the_page_says_what_will_be_here()
    {
        var page = await OpenAsync<VersionsPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing is published yet", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_version_that_is_published_elsewhere_appears_by_itself()
    {
        var page = await OpenAsync<VersionsPage>();
        page.WaitForAssertion(() => Assert.Contains("Nothing is published yet", page.Markup, StringComparison.Ordinal), Patience);

        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "Prices for spring", Ct));

        page.WaitForAssertion(
            () => Assert.Contains("Prices for spring", page.Find("#version-1").TextContent, StringComparison.Ordinal),
            Patience
        );
        Assert.Contains("Live", page.Find("#version-1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_versions_are_compared_in_words_with_their_texts_side_by_side()
    {
        await PublishBothAsync();

        var page = await CompareAsync("?from=1&to=2");

        page.WaitForAssertion(() => Assert.Equal("Command /price", page.Find(".part h3").FirstChild!.TextContent.Trim()), Patience);
        Assert.Equal("Reply text changed (English)", page.Find(".what").TextContent);
        Assert.Equal(("Ten", "Twelve"), (page.Find(".before del").TextContent, page.Find(".after ins").TextContent));
    }

    [Fact]
    public async Task A_version_is_compared_with_the_draft_as_it_is_being_written()
    {
        await PublishBothAsync();
        var page = await CompareAsync("?from=2");
        page.WaitForAssertion(() => Assert.Contains("No difference", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => Draft.Change(document => document with { Name = "Another name" }));
        page.Render();

        page.WaitForAssertion(() => Assert.Contains("Name changed", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task What_is_compared_stands_in_the_address()
    {
        await PublishBothAsync();
        var page = await CompareAsync("?from=1");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".part")), Patience);

        // Found and changed in one go: a signal of the feed may render the page in between.
        await page.InvokeAsync(() => page.FindAll("select")[1].ChangeAsync(new() { Value = "2" }));

        Assert.Equal($"app/bots/{Bot.Id}/versions?from=1&to=2", Address);
    }

    [Fact]
    public async Task A_version_that_never_was_cannot_be_compared()
    {
        await PublishBothAsync();

        var page = await CompareAsync("?from=99");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".alert.danger")), Patience);
    }

    [Fact]
    public async Task Going_back_shows_what_contacts_will_notice_and_makes_the_version_answer_again()
    {
        await PublishBothAsync();
        var page = await OpenAsync<VersionsPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("#version-1")), Patience);

        await page.InvokeAsync(() => page.Find("#version-1 > .row > button").ClickAsync(new()));
        page.WaitForAssertion(
            () =>
                Assert.Equal(("Twelve", "Ten"), (page.Find("dialog .before del").TextContent, page.Find("dialog .after ins").TextContent)),
            Patience
        );
        await page.InvokeAsync(() => page.FindAll("dialog button")[^1].ClickAsync(new()));

        page.WaitForAssertion(
            () => Assert.Contains("Version 1 again", page.Find("#version-3").TextContent, StringComparison.Ordinal),
            Patience
        );
        Assert.Equal("Version 1 answers again, as version 3.", Toasts.Single().Text);
        var live = await Elsewhere((OpenVersion act) => act.RunAsync(Bot.Id, 3, Ct));
        Assert.Empty(DocumentDiff.Between(First, live.Value!));
    }

    [Fact]
    public async Task An_earlier_version_is_copied_into_the_draft_and_taken_back()
    {
        await PublishBothAsync();
        var page = await OpenAsync<VersionsPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("#version-1")), Patience);

        await page.InvokeAsync(() => page.FindAll("#version-1 [data-menu] button")[0].ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Empty(DocumentDiff.Between(First, Draft.Document)), Patience);
        await page.InvokeAsync(() => Toasts.Single().Action!());

        Assert.Empty(DocumentDiff.Between(Second, Draft.Document));
    }

    [Fact]
    public async Task A_note_is_written_afterwards()
    {
        await PublishBothAsync();
        var page = await OpenAsync<VersionsPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("#version-1")), Patience);

        await page.InvokeAsync(() => page.FindAll("#version-1 [data-menu] button")[1].ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("dialog input").ChangeAsync(new() { Value = " Prices for spring " }));
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("Prices for spring", page.Find("#version-1 .grow b").TextContent.Trim()), Patience);
        Assert.Empty(page.FindAll("dialog form"));
    }

    [Fact]
    public async Task Who_may_only_look_can_compare_but_not_go_back()
    {
        await PublishBothAsync();
        Role = Role.Viewer;

        var page = await OpenAsync<VersionsPage>();

        page.WaitForAssertion(() => Assert.NotNull(page.Find("#version-2 a")), Patience);
        Assert.Empty(page.FindAll(".rows button"));
    }

    private async Task PublishBothAsync()
    {
        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));
        await Elsewhere((SaveDraft act) => act.RunAsync(Bot.Id, Second, 1, Ct));
        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));
    }

    private async Task<IRenderedComponent<VersionsPage>> CompareAsync(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/app/bots/{Bot.Id}/versions{query}");
        return await OpenAsync<VersionsPage>();
    }
}
