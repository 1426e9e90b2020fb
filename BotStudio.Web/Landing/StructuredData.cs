using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Billing;
using BotStudio.Web.Landing.Home;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Landing;

/// <summary>
/// What a page is about in the words of schema.org, as JSON-LD. A block of data, not a script that runs: the content security policy has
/// nothing to say about it. System.Text.Json writes no "&lt;", so the block cannot be closed from within.
/// </summary>
public sealed class StructuredData : ComponentBase
{
    [Inject]
    private IStringLocalizer<HomeText> Texts { get; set; } = null!;

    [Parameter, EditorRequired]
    public required PublicSite Site { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required string Description { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder) =>
        builder.AddMarkupContent(0, $"<script type=\"application/ld+json\">{Graph().ToJsonString(JsonSerializerOptions.Web)}</script>");

    private JsonObject Graph()
    {
        var home = Site.Absolute(PublicPages.Home.In(Site.Language));
        var organization = new JsonObject
        {
            ["@type"] = "Organization",
            ["@id"] = Site.Absolute("/#organization"),
            ["name"] = "BotStudio",
            ["url"] = Site.Absolute("/"),
            ["logo"] = Site.Absolute("/icon-512.png"),
        };
        var page = new JsonObject
        {
            ["@type"] = "WebPage",
            ["@id"] = Site.Absolute(Site.Path),
            ["url"] = Site.Absolute(Site.Path),
            ["name"] = Title,
            ["description"] = Description,
            ["inLanguage"] = Site.Language,
            ["isPartOf"] = new JsonObject
            {
                ["@type"] = "WebSite",
                ["name"] = "BotStudio",
                ["url"] = home,
                ["publisher"] = new JsonObject { ["@id"] = Site.Absolute("/#organization") },
            },
        };
        var graph = new JsonArray { organization, page };
        if (Site.Page == PublicPages.Home || Site.Page == PublicPages.Pricing)
        {
            graph.Add(Product(home));
        }

        if (Site.Page == PublicPages.Home)
        {
            graph.Add(Questions());
        }

        return new JsonObject { ["@context"] = "https://schema.org", ["@graph"] = graph };
    }

    private JsonObject Questions() =>
        new()
        {
            ["@type"] = "FAQPage",
            ["inLanguage"] = Site.Language,
            ["mainEntity"] = new JsonArray([
                .. QuestionsSection.Names.Select(name =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["@type"] = "Question",
                            ["name"] = Texts[$"questions.{name}"].Value,
                            ["acceptedAnswer"] = new JsonObject
                            {
                                ["@type"] = "Answer",
                                ["text"] = Texts[$"questions.{name}.answer"].Value,
                            },
                        }
                ),
            ]),
        };

    private JsonObject Product(string home) =>
        new()
        {
            ["@type"] = "SoftwareApplication",
            ["name"] = "BotStudio",
            ["url"] = home,
            ["description"] = Description,
            ["applicationCategory"] = "BusinessApplication",
            ["operatingSystem"] = "Web",
            ["inLanguage"] = Site.Language,
            ["offers"] = new JsonArray([
                .. Plans.All.Select(plan =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["@type"] = "Offer",
                            ["name"] = plan.Name,
                            ["price"] = plan.MonthlyPrice,
                            ["priceCurrency"] = Plans.Currency,
                            ["url"] = Site.Absolute(Site.To(PublicPages.Pricing)),
                        }
                ),
            ]),
        };
}
