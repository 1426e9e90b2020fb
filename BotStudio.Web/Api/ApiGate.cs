using BotStudio.Core.Settings;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BotStudio.Web.Api;

/// <summary>What a call of the API passes before its endpoint: may a page of that origin ask at all, and not too often.</summary>
public static class ApiGate
{
    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromHours(1);

    public static IServiceCollection AddApiGate(this IServiceCollection services)
    {
        services.AddSettings<ApiOptions>(ApiOptions.Section);
        services.AddSingleton<ApiLimits>();
        services.AddCors();
        services
            .AddOptions<CorsOptions>()
            .Configure<IOptions<ApiOptions>>(
                (cors, api) =>
                    cors.AddDefaultPolicy(policy =>
                        policy
                            .WithOrigins([.. api.Value.AllowedOrigins])
                            .AllowAnyMethod()
                            .WithHeaders(
                                HeaderNames.Authorization,
                                HeaderNames.ContentType,
                                HeaderNames.AcceptLanguage,
                                HeaderNames.IfMatch,
                                HeaderNames.IfNoneMatch,
                                BearerAuthentication.AccountHeader
                            )
                            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter)
                            .SetPreflightMaxAge(AskedAgainAfter)
                    )
            );
        return services;
    }

    /// <summary>No cookies: the API takes none.</summary>
    public static void UseApiOrigins(this WebApplication app) => app.UseWhen(ApiEndpoints.IsApi, api => api.UseCors());

    /// <summary>After it is known who calls.</summary>
    public static void UseApiLimits(this WebApplication app) =>
        app.UseWhen(
            ApiEndpoints.IsApi,
            api =>
                api.Use(
                    (http, next) =>
                        http.RequestServices.GetRequiredService<ApiLimits>().Take(http) is { } tooMany
                            ? tooMany.ToResult().ExecuteAsync(http)
                            : next(http)
                )
        );
}
