using System.Globalization;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BotStudio.Web.Api;

/// <summary>The API described for programs (/openapi/v1.json) and tried out by people (/api/docs).</summary>
public static class OpenApiDocument
{
    public const string Name = "v1";
    public const string Route = "/openapi/{documentName}.json";
    public const string DocsPath = "/api/docs";

    private const string Bearer = "Bearer";
    private const string Problem = "Problem";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = operation => $"/{operation.RelativePath}".StartsWith(ApiEndpoints.V1, StringComparison.Ordinal);
        options.AddDocumentTransformer(
            async (document, context, ct) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "BotStudio API",
                    Version = Name,
                    Description =
                        "Get an access token from /api/v1/auth/login and send it as `Authorization: Bearer …`. Refusals are problem documents "
                        + "(RFC 9457) with a stable `code`; their words follow Accept-Language (en, uk, ru, pl, de).",
                };
                // The address the reader used is the right one.
                document.Servers = [];
                document.AddComponent(Problem, await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), null, ct));
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
                document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The access token of /api/v1/auth/login or /register; it lives for 15 minutes.",
                };
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                Describe(operation, context);
                return Task.CompletedTask;
            }
        );
    }

    public static void UseApiDocs(this WebApplication app) =>
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = DocsPath.TrimStart('/');
            options.DocumentTitle = "BotStudio API";
            options.SwaggerEndpoint($"/openapi/{Name}.json", "BotStudio API v1");
            options.EnablePersistAuthorization();
        });

    /// <summary>Every operation may answer with a problem; all but the anonymous ones need a token.</summary>
    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Responses ??= [];
        operation.Responses["4XX"] = new OpenApiResponse
        {
            Description = "Refused, for the reason in `code`",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        };
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }
    }
}
