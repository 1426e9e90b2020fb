using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Web.Accounts;
using BotStudio.Web.Ai;
using BotStudio.Web.Audit;
using BotStudio.Web.Bots;
using BotStudio.Web.Contacts;
using BotStudio.Web.Conversations;
using BotStudio.Web.Files;
using BotStudio.Web.Forms;
using BotStudio.Web.Hosting;
using BotStudio.Web.Leads;
using BotStudio.Web.Notices;
using BotStudio.Web.Notices.Bell;
using BotStudio.Web.Prompts.Safety;
using BotStudio.Web.Prompts.Tools;
using BotStudio.Web.Team;
using BotStudio.Web.Trials;
using BotStudio.Web.Usage;
using BotStudio.Web.Webhooks;

namespace BotStudio.Web.Api;

/// <summary>The JSON API. A feature adds its routes to the group in <see cref="MapApi"/>; all of them need an access token unless they say otherwise.</summary>
public static class ApiEndpoints
{
    public const string Root = "/api";
    public const string V1 = "/api/v1";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // A client need not know that `type` would have to come first.
            options.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            // Knows the types of a document's responses.
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, DocumentJson.Options.TypeInfoResolver!);
        });
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemResults.Describe);
        services.AddOpenApi(OpenApiDocument.Name, OpenApiDocument.Configure);
        return services;
    }

    /// <summary>Under /api even what goes wrong before or beside an endpoint is answered with a problem document, not with a page.</summary>
    public static void UseApiProblems(this WebApplication app) =>
        app.UseWhen(IsApi, api => api.UseExceptionHandler(new ExceptionHandlerOptions()).UseStatusCodePages());

    /// <summary>In the language of Accept-Language; answers 401 instead of leading to a page; knows whose account it is.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi(OpenApiDocument.Route).AllowAnonymous();
        var api = app.MapGroup(V1)
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(BearerAuthentication.SchemeName).RequireAuthenticatedUser());
        api.MapAuth();
        api.MapBots();
        api.MapConversations();
        api.MapContacts();
        api.MapLeads();
        api.MapForms();
        api.MapEntries();
        api.MapFilesOfBots();
        api.MapAi();
        api.MapUsage();
        api.MapWebhooks();
        api.MapTools();
        api.MapKeptAnswers();
        api.MapTrials();
        api.MapNotices();
        api.MapTeam();
        api.MapAudit();
        api.MapBell();
    }

    internal static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);
}
