using System.Diagnostics.CodeAnalysis;
using System.Web;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BotStudio.Core.Data;

/// <summary>
/// The database's address: <c>DATABASE_URL</c>, the form that hosts hand out (PostgreSQL manual, "Connection URIs"), else
/// <c>ConnectionStrings__BotStudio</c>, Npgsql's own form.
/// </summary>
public static class DatabaseUrl
{
    private const string Example = "example: DATABASE_URL=postgres://user:password@localhost:5432/botstudio";

    /// <summary>What Npgsql connects with.</summary>
    /// <exception cref="InvalidOperationException">Nothing usable is configured; <see cref="Check"/> says so at start.</exception>
    public static string ConnectionString(IConfiguration configuration) =>
        TryRead(configuration, out var connectionString, out var mistake) ? connectionString : throw new InvalidOperationException(mistake);

    internal static IEnumerable<string> Check(IConfiguration configuration) =>
        TryRead(configuration, out _, out var mistake) ? [] : [mistake];

    private static bool TryRead(
        IConfiguration configuration,
        [NotNullWhen(true)] out string? connectionString,
        [NotNullWhen(false)] out string? mistake
    )
    {
        (connectionString, mistake) = (null, null);
        try
        {
            if (configuration["DATABASE_URL"] is { } url && !string.IsNullOrWhiteSpace(url))
            {
                mistake = TryTranslate(url.Trim(), out connectionString) is { } problem ? $"DATABASE_URL {problem}; {Example}" : null;
            }
            else if (configuration.GetConnectionString("BotStudio") is { } own && !string.IsNullOrWhiteSpace(own))
            {
                connectionString = new NpgsqlConnectionStringBuilder(own).ConnectionString;
            }
            else
            {
                mistake = $"DATABASE_URL is missing (./run.sh starts a database of its own); {Example}";
            }
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            // Not the exception's text: it may quote the password.
            mistake =
                "ConnectionStrings__BotStudio is not a connection string of Npgsql; example: ConnectionStrings__BotStudio=Host=localhost;Username=user;Password=password;Database=botstudio";
        }

        return mistake is null;
    }

    /// <returns>What is wrong with the URL, or null when it was translated.</returns>
    private static string? TryTranslate(string url, out string? connectionString)
    {
        connectionString = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return "is not a URL (characters like / # ? @ in the password must be percent-encoded)";
        }

        if (address.Scheme is not ("postgres" or "postgresql"))
        {
            return "must begin with postgres://";
        }

        var query = HttpUtility.ParseQueryString(address.Query);
        var credentials = address.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/'));
        var builder = new NpgsqlConnectionStringBuilder
        {
            // In an URL a socket's folder stands percent-encoded in the host's place, or in the query.
            Host = query["host"] ?? Uri.UnescapeDataString(address.Host),
            Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort,
            Username = credentials[0],
            Password = credentials.ElementAtOrDefault(1),
            Database = database.Length > 0 ? database : credentials[0],
        };

        if (string.IsNullOrEmpty(builder.Host))
        {
            return "names no host";
        }

        if (string.IsNullOrEmpty(builder.Username))
        {
            return "names no user";
        }

        if (query["sslmode"] is { } sslMode)
        {
            if (!Enum.TryParse<SslMode>(sslMode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode))
            {
                return "has an unknown sslmode (disable, allow, prefer, require, verify-ca, verify-full)";
            }

            builder.SslMode = mode;
        }

        connectionString = builder.ConnectionString;
        return null;
    }
}
