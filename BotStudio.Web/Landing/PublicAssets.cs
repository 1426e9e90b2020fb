using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.StaticAssets;

namespace BotStudio.Web.Landing;

/// <summary>
/// Names of stylesheets, scripts and pictures with their fingerprints, for pages that are no routable components: those get the list from
/// MapRazorComponents, these from here.
/// </summary>
internal static class PublicAssets
{
    /// <summary>Call after MapStaticAssets.</summary>
    public static ResourceAssetCollection Of(IEndpointRouteBuilder routes) =>
        new([
            .. routes
                .DataSources.SelectMany(source => source.Endpoints)
                .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
                .OfType<StaticAssetDescriptor>()
                .Where(asset => asset.Selectors.Count == 0)
                .Select(asset => new ResourceAsset(asset.Route, PropertiesOf(asset))),
        ]);

    private static List<ResourceAssetProperty>? PropertiesOf(StaticAssetDescriptor asset) =>
        asset.Properties.FirstOrDefault(property => property.Name == "label") is { } label
            ? [new ResourceAssetProperty("label", label.Value)]
            : null;
}
