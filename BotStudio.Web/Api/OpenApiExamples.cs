using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace BotStudio.Web.Api;

/// <summary>What a route's own code cannot tell the description of the API.</summary>
internal static class OpenApiExamples
{
    /// <summary>A body to begin with: what "Try it out" shows.</summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder route, string json)
        where TBuilder : IEndpointConventionBuilder =>
        route.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                foreach (var body in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
                {
                    body.Example = JsonNode.Parse(json);
                }

                return Task.CompletedTask;
            }
        );

    /// <summary>A body that the route reads by itself, when there is one.</summary>
    public static RouteHandlerBuilder WithOptionalBody<TBody>(this RouteHandlerBuilder route, string example) =>
        route.AddOpenApiOperationTransformer(
            async (operation, context, ct) =>
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = false,
                    Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                    {
                        ["application/json"] = new()
                        {
                            Schema = await context.GetOrCreateSchemaAsync(typeof(TBody), null, ct),
                            Example = JsonNode.Parse(example),
                        },
                    },
                }
        );

    /// <summary>A header that the route reads by itself.</summary>
    public static TBuilder WithHeader<TBuilder>(this TBuilder route, string name, string description, string example)
        where TBuilder : IEndpointConventionBuilder =>
        route.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(
                    new OpenApiParameter
                    {
                        Name = name,
                        In = ParameterLocation.Header,
                        Required = true,
                        Description = description,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        Example = JsonValue.Create(example),
                    }
                );
                return Task.CompletedTask;
            }
        );
}
