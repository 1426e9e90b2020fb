using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Forms;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;

namespace BotStudio.Tests.Bots.Frame;

public sealed class DraftPlaceTests
{
    private static readonly BotDocument Document = A.Document(A.TextCommand("price", "10 euros"), A.TextCommand("hours", "9 to 17"));

    [Theory]
    [InlineData("/commands/1/response/text/uk", "/commands/id-hours/response/text/uk", "commands/id-hours", "hours", "uk")]
    [InlineData("/commands/0/name", "/commands/id-price/name", "commands/id-price", "price", null)]
    [InlineData("/commands", "/commands", "commands", null, null)]
    [InlineData("/commands/9/name", "/commands/9/name", "commands", null, null)]
    [InlineData("/welcome/en", "/welcome/en", "commands/texts/welcome", null, "en")]
    [InlineData("/fallback/de", "/fallback/de", "commands/texts/fallback", null, "de")]
    [InlineData("/prompt/text", "/prompt/text", "prompt", null, null)]
    [InlineData("/prompt/additions/uk", "/prompt/additions/uk", "prompt", null, "uk")]
    [InlineData("/prompt/temperature", "/prompt/temperature", "prompt/model", null, null)]
    [InlineData("/name", "/name", "settings", null, null)]
    [InlineData(null, "", "settings", null, null)]
    public void A_place_in_the_document_is_a_place_on_a_page(
        string? inDocument,
        string key,
        string section,
        string? command,
        string? language
    )
    {
        var place = DraftPlace.Of(Document, inDocument);

        Assert.Equal((key, section, command, language), (place.Key, place.Section, place.Command?.Name, place.Language));
    }

    [Theory]
    [InlineData("/forms/0/fields/5/options/1/label/uk", "/forms/order/fields/size/options/l/label/uk", "forms/order", "uk")]
    [InlineData("/forms/0/fields/1/askIf/conditions/0/value", "/forms/order/fields/amount/askIf/conditions/0/value", "forms/order", null)]
    [InlineData("/forms/0/fields", "/forms/order/fields", "forms/order", null)]
    [InlineData("/forms/0/endings/3/url", "/forms/order/endings/webhook/url", "forms/order", null)]
    [InlineData("/forms/0/done/de", "/forms/order/done/de", "forms/order", "de")]
    [InlineData("/forms/7/done/de", "/forms/7/done/de", "forms", "de")]
    public void A_place_in_a_form_is_told_by_ids(string inDocument, string key, string section, string? language)
    {
        var place = DraftPlace.Of(SomeForm.In(SomeForm.WithEverything()), inDocument);

        Assert.Equal((key, section, language), (place.Key, place.Section, place.Language));
    }

    [Fact]
    public void The_address_of_a_place_leads_to_its_page_and_names_it()
    {
        var botId = Guid.CreateVersion7();

        Assert.Equal(
            $"/app/bots/{botId}/commands/id-price?at=%2Fcommands%2Fid-price%2Fname",
            DraftPlace.Of(Document, "/commands/0/name").Href(botId)
        );
    }

    [Theory]
    [InlineData("app/bots/01a1fb15-ed50-7da1-bfeb-450896eb2d85/commands", true)]
    [InlineData("app/bots/01a1fb15-ed50-7da1-bfeb-450896eb2d85?at=x", true)]
    [InlineData("app/bots", false)]
    [InlineData("app/bots/new", false)]
    public void The_frame_finds_its_bot_in_the_address(string address, bool isThere)
    {
        Assert.Equal(isThere ? Guid.Parse("01a1fb15-ed50-7da1-bfeb-450896eb2d85") : null, BotLayout.BotOf(address));
    }
}
