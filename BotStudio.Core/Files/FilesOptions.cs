using System.Globalization;
using BotStudio.Core.Settings;

namespace BotStudio.Core.Files;

/// <summary>What is kept of the pictures, voices and documents that people and bots send each other.</summary>
public sealed class FilesOptions : ISettings
{
    public const string Section = "Files";

    private const int Largest = 2000;

    /// <summary>The largest file that is kept. Telegram hands out 20 MB at most, unless a Bot API server of one's own is used.</summary>
    [Example("20")]
    public int MaxSizeMegabytes { get; set; } = 20;

    public long MaxSizeBytes => (long)MaxSizeMegabytes << 20;

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (MaxSizeMegabytes is < 1 or > Largest)
        {
            yield return new SettingMistake(
                nameof(MaxSizeMegabytes),
                string.Create(CultureInfo.InvariantCulture, $"must be between 1 and {Largest}")
            );
        }
    }
}

/// <summary>A bucket for files, on Amazon or anything that speaks its protocol. Without an endpoint files are kept in the data directory.</summary>
public sealed class S3Options : ISettings
{
    public const string Section = "Files:S3";

    /// <summary>Address of the service without the bucket, which is named in the path of each request.</summary>
    [Example("https://s3.eu-central-1.amazonaws.com")]
    public Uri? Endpoint { get; set; }

    [Example("botstudio-files")]
    public string? Bucket { get; set; }

    [Example("AKIAIOSFODNN7EXAMPLE")]
    public string? AccessKey { get; set; }

    [Example("...")]
    public string? SecretKey { get; set; }

    /// <summary>Part of every signature; services without regions take any.</summary>
    [Example("eu-central-1")]
    public string Region { get; set; } = "us-east-1";

    public bool IsUsed => Endpoint is not null;

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (Endpoint is null)
        {
            return Bucket is null && AccessKey is null && SecretKey is null
                ? []
                : [new SettingMistake(nameof(Endpoint), "is missing, while others of the bucket's settings are there")];
        }

        if (!SettingRules.IsHttp(Endpoint) || Endpoint.Query.Length > 0 || Endpoint.UserInfo.Length > 0)
        {
            return [new SettingMistake(nameof(Endpoint), "must begin with https:// or http://, without a user or a query")];
        }

        return new[] { (nameof(Bucket), Bucket), (nameof(AccessKey), AccessKey), (nameof(SecretKey), SecretKey) }
            .Where(setting => setting.Item2 is null)
            .Select(setting => new SettingMistake(setting.Item1, "is missing, while Files__S3__Endpoint is there"));
    }
}
