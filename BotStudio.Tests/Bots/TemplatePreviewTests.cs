using BotStudio.Core.Bots.Templates;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots;
using Bunit;

namespace BotStudio.Tests.Bots;

public sealed class TemplatePreviewTests : DraftScreen
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
        var preview = Show("shop");

        await Button(preview, "Catalogue").ClickAsync(new());
        await Button(preview, "gift").ClickAsync(new());

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

    [Fact]
    public async Task Its_forms_are_filled_in_by_writing_and_by_buttons()
    {
        var preview = Show("leads");
        await Button(preview, "Call me back").ClickAsync(new());

        await preview.InvokeAsync(() => preview.Find(".write input").InputAsync(new() { Value = "+380441234567" }));
        await preview.InvokeAsync(() => preview.Find(".write").SubmitAsync());
        await Button(preview, "In the evening").ClickAsync(new());

        Assert.Contains("We call you at", preview.FindAll(".theirs .text")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void It_speaks_the_language_of_the_contact()
    {
        var preview = Render<TemplatePreview>(p =>
            p.Add(x => x.Document, BotTemplates.Find("shop")!.Create("Coffee", "en", ["de"]))
                .Add(x => x.ContactName, "Oksana")
                .Add(x => x.Language, "de")
        );

        Assert.Contains("Willkommen bei Coffee", preview.Find(".theirs .text").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<TemplatePreview> Show(string template) =>
        Render<TemplatePreview>(p =>
            p.Add(x => x.Document, BotTemplates.Find(template)!.Create("Coffee", "en", [])).Add(x => x.ContactName, "Oksana")
        );

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<TemplatePreview> preview, string words) =>
        preview.FindAll("button.key").First(key => key.TextContent.Contains(words, StringComparison.Ordinal));
}
