using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;
using BotStudio.Core.Simulator.Demo;
using BotStudio.Tests.Support;
using BotStudio.Web.Landing.Demo;

namespace BotStudio.Tests.Landing;

/// <summary>The talk of the first page, by the requests that its script makes.</summary>
public sealed class DemoTests(App app) : IClassFixture<App>
{
    public static TheoryData<string> EveryLanguage => [.. Languages.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public void The_demo_bot_could_be_published_as_it_is(string language)
    {
        var document = DemoBot.Document(language);

        Assert.Empty(DocumentCheck.Run(document));
        Assert.Empty(DocumentWarnings.Run(document));
        Assert.False(document.Prompt.IsActive, "it must need nobody's key");
    }

    [Theory]
    [InlineData("en", "When are you open?", "Tue–Sun")]
    [InlineData("uk", "Скільки коштує круасан?", "2,40")]
    [InlineData("de", "Wann habt ihr geöffnet?", "Di–So")]
    public async Task It_answers_in_the_language_of_the_page(string language, string question, string answer)
    {
        var reply = await SayAsync(app.NewVisitor(), new DemoInput(language, question, Tap: null, "1", Talk: null));

        Assert.Contains(answer, Assert.Single(reply.Messages).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_filled_in_over_several_calls_and_the_owner_sees_the_entry()
    {
        using var visitor = app.NewVisitor();
        var reply = await SayAsync(visitor, new DemoInput("en", "/order", Tap: null, "1", Talk: null));
        reply = await TapAsync(visitor, reply, key => key.Text.Contains("Cherry", StringComparison.Ordinal));
        var day = reply
            .Messages[^1]
            .Keys.SelectMany(row => row)
            .Last(key => int.TryParse(key.Text, CultureInfo.InvariantCulture, out _) && key.Data is not null);
        reply = await TapAsync(visitor, reply, key => key == day);
        reply = await SayAsync(visitor, new DemoInput("en", "Olena", Tap: null, "5", reply.Talk));
        reply = await TapAsync(visitor, reply, key => key.Text.Contains('✅', StringComparison.Ordinal));

        Assert.Equal("completed", reply.Owner.State);
        Assert.Contains(reply.Owner.Facts, fact => fact is { Label: "Name", Text: "Olena" });
        Assert.Contains(reply.Owner.Facts, fact => fact.Text.Contains("Cherry", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("CfDJ8Pm")]
    public async Task A_talk_that_we_did_not_seal_begins_anew(string talk)
    {
        var reply = await SayAsync(app.NewVisitor(), new DemoInput("en", "/menu", Tap: null, "1", talk));

        Assert.Contains("croissant", Assert.Single(reply.Messages).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_visitor_writes_never_becomes_part_of_the_page()
    {
        using var visitor = app.NewVisitor();
        var reply = await SayAsync(visitor, new DemoInput("en", "/order", Tap: null, "1", Talk: null));
        reply = await TapAsync(visitor, reply, key => key.Text.Contains("Cherry", StringComparison.Ordinal));
        var day = reply
            .Messages[^1]
            .Keys.SelectMany(row => row)
            .Last(key => int.TryParse(key.Text, CultureInfo.InvariantCulture, out _) && key.Data is not null);
        reply = await TapAsync(visitor, reply, key => key == day);
        reply = await SayAsync(visitor, new DemoInput("en", "<img src=x onerror=alert(1)>", Tap: null, "5", reply.Talk));

        Assert.All(reply.Messages, message => Assert.DoesNotContain("<img", message.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_writes_too_much_is_asked_to_wait()
    {
        using var visitor = app.NewVisitor();
        HttpStatusCode status;
        var messages = 0;
        do
        {
            using var answer = await visitor.PostAsJsonAsync(DemoPath, new DemoInput("en", "/menu", Tap: null, "1", Talk: null));
            status = answer.StatusCode;
            messages++;
        } while (status == HttpStatusCode.OK && messages < 200);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(messages, 20, 100);
    }

    [Fact]
    public async Task A_huge_message_is_refused()
    {
        using var answer = await app.NewVisitor()
            .PostAsJsonAsync(DemoPath, new DemoInput("en", new string('a', 100_000), Tap: null, "1", Talk: null));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static Uri DemoPath => new("/demo/messages", UriKind.Relative);

    private static async Task<DemoOutput> SayAsync(HttpClient visitor, DemoInput input)
    {
        using var answer = await visitor.PostAsJsonAsync(DemoPath, input);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<DemoOutput>())!;
    }

    private static Task<DemoOutput> TapAsync(HttpClient visitor, DemoOutput before, Func<DemoKey, bool> choose)
    {
        var key = before.Messages.SelectMany(message => message.Keys).SelectMany(row => row).First(choose);
        return SayAsync(visitor, new DemoInput("en", Text: null, key.Data, "4", before.Talk));
    }
}
