using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BotStudio.Core.Data;

/// <summary>
/// The database's address: <c>DATABASE_URL</c>, the form that hosts hand out (PostgreSQL manual, "Connection URIs"), else
/// <c>ConnectionStrings__BotStudio</c>, Npgsql's own form.
/// </summary>
public static partial class DatabaseUrl
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
        if (!url.StartsWith("postgres://", StringComparison.Ordinal) && !url.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            return "must begin with postgres://";
        }

        if (Form().Match(url) is not { Success: true } match)
        {
            return "is not of the form user:password@host:port/database (in the password, / # ? @ must be percent-encoded)";
        }

        string Part(string name) => Uri.UnescapeDataString(match.Groups[name].Value);

        var query = HttpUtility.ParseQueryString(match.Groups["query"].Value);
        var builder = new NpgsqlConnectionStringBuilder
        {
            // The folder of a Unix socket stands percent-encoded in the host's place, or in the query.
            Host = query["host"] ?? Part("host").Trim('[', ']'),
            Port = match.Groups["port"].Success ? int.Parse(Part("port"), CultureInfo.InvariantCulture) : NpgsqlConnection.DefaultPort,
            Username = Part("user"),
            Password = match.Groups["password"].Success ? Part("password") : null,
            Database = match.Groups["database"].Length > 0 ? Part("database") : Part("user"),
        };

        if (builder.Host.Length == 0)
        {
            return "names no host";
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

    [GeneratedRegex(
        @"^\w+://(?<user>[^:@/?#]+)(:(?<password>[^@/?#]*))?@(?<host>\[[0-9a-fA-F:.]+\]|[^:@/?#\[\]]*)(:(?<port>\d{1,5}))?(/(?<database>[^/?#]*))?(\?(?<query>.*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();
}
