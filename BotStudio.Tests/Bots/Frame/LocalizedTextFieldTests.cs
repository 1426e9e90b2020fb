using BotStudio.Core.Bots;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using Bunit;

namespace BotStudio.Tests.Bots.Frame;

public sealed class LocalizedTextFieldTests : DraftScreen
{
    private readonly DraftSession draft = Draft(A.Document());

    [Fact]
    public void What_is_typed_goes_into_the_language_of_the_page()
    {
        draft.Speak("uk");

        Field().Find("input").Input("Не второпав.");

        Assert.Equal(("Sorry, I did not get that.", "Не второпав."), (draft.Document.Fallback["en"], draft.Document.Fallback["uk"]));
    }

    [Fact]
    public void An_empty_text_shows_what_contacts_get_instead()
    {
        draft.Change(document => document with { Fallback = A.Text("Sorry.") });
        draft.Speak("uk");

        Assert.Equal("Until then: Sorry.", Field().Find("input").GetAttribute("placeholder"));
    }

    [Fact]
    public void A_missing_text_is_an_error_in_the_main_language_only()
    {
        draft.Change(document => document with { Fallback = [] });
        var field = Field();
        Assert.Contains("missing", field.Find(".error").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", field.Find("input").GetAttribute("aria-invalid"));

        draft.Speak("uk");
        Assert.Empty(Field().Find(".error").TextContent.Trim());
    }

    [Fact]
    public void An_unknown_variable_is_named()
    {
        draft.Change(document => document with { Fallback = A.Text("Hello {{contact.nickname}} and {{contact.first_name}}") });

        var warning = Field().Find(".unknown").TextContent;

        Assert.Contains("{{contact.nickname}}", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("first_name", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Towards_its_limit_a_text_is_counted()
    {
        Assert.Empty(Field(maxLength: 40).FindAll(".count"));
        Assert.Equal("26 / 30", Field(maxLength: 30).Find(".count").TextContent);
    }

    [Fact]
    public void A_viewer_reads_only()
    {
        var reader = Draft(A.Document(), Core.Accounts.Role.Operator);

        Assert.True(Field(of: reader).Find("input").HasAttribute("readonly"));
    }

    private IRenderedComponent<LocalizedTextField> Field(int maxLength = 100, DraftSession? of = null) =>
        Show<LocalizedTextField>(
            of ?? draft,
            field =>
                field
                    .Add(f => f.Label, "Fallback")
                    .Add(f => f.Text, (of ?? draft).Document.Fallback)
                    .Add(f => f.Place, "/fallback")
                    .Add(f => f.MaxLength, maxLength)
                    .Add(f => f.Edit, edit => draft.Change(document => document with { Fallback = edit(document.Fallback) }))
        );
}
