using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Files;

/// <summary>
/// Signs requests as AWS Signature Version 4 says (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). The requests here
/// have no query, so that part of the canonical request is always empty.
/// </summary>
internal sealed class S3Signature(string accessKey, string secretKey, string region)
{
    /// <summary>SHA-256 of nothing, in hexadecimal digits.</summary>
    public const string EmptyContent = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string SignedHeaders = "host;x-amz-content-sha256;x-amz-date";

    /// <param name="contentHash">SHA-256 of the body in lower-case hexadecimal digits.</param>
    public void Sign(HttpRequestMessage request, string contentHash, DateTimeOffset now)
    {
        var address = request.RequestUri!;
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = time[..8];
        var scope = $"{day}/{region}/s3/aws4_request";
        var host = address.IsDefaultPort ? address.Host : address.Authority;
        var canonical = $"""
            {request.Method.Method}
            {address.AbsolutePath}

            host:{host}
            x-amz-content-sha256:{contentHash}
            x-amz-date:{time}

            {SignedHeaders}
            {contentHash}
            """.ReplaceLineEndings("\n");
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(KeyOf(day), Encoding.UTF8.GetBytes(toSign)));

        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", contentHash);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={accessKey}/{scope}, SignedHeaders={SignedHeaders}, Signature={signature}"
        );
    }

    private byte[] KeyOf(string day)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in new[] { day, region, "s3", "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }
}
