using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace BotStudio.Web.Hosting;

/// <summary>For pages and API answers; static files are compressed when they are published.</summary>
public static class Compression
{
    public static IServiceCollection AddCompression(this IServiceCollection services) =>
        services
            // Over https too: antiforgery tokens are masked anew for every answer, so their length gives nothing away (BREACH).
            .AddResponseCompression(options =>
            {
                options.EnableForHttps = true;
                options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/manifest+json"];
            })
            .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
            .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
}
