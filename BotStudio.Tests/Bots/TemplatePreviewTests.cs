using BotStudio.Core.Bots.Templates;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots;
using Bunit;

namespace BotStudio.Tests.Bots;

public sealed class TemplatePreviewTests : Screen
{
    [Fact]
    public async Task Its_buttons_are_answered_by_the_engine()
    {
        var preview = Show("support");
        Assert.Contains("assistant of Coffee", preview.Find(".theirs .text").TextContent, StringComparison.Ordinal);

        await Button(preview, "Hours").ClickAsync(new());

        Assert.Contains("Mon–Fri", preview.FindAll(".theirs .text")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_AI_would_answer_it_says_so()
    {
        var preview = Show("leads");

        await Button(preview, "offer").ClickAsync(new());

        Assert.Contains("Here AI answers", preview.FindAll(".theirs .text")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_template_begins_anew()
    {
        var preview = Show("support");
        await Button(preview, "Hours").ClickAsync(new());

        preview.Render(p => p.Add(x => x.Document, BotTemplates.Find("shop")!.Create("Coffee", "de", [])));

        Assert.Single(preview.FindAll(".theirs"));
        Assert.Contains("Willkommen bei Coffee", preview.Find(".theirs .text").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<TemplatePreview> Show(string template) =>
        Render<TemplatePreview>(p =>
            p.Add(x => x.Document, BotTemplates.Find(template)!.Create("Coffee", "en", [])).Add(x => x.ContactName, "Oksana")
        );

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<TemplatePreview> preview, string words) =>
        preview.FindAll("button.key").First(key => key.TextContent.Contains(words, StringComparison.Ordinal));
}
