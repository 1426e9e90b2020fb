using System.Text.Json;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Files;

/// <summary>
/// A picture, voice or document that a bot has received or can send. Its bytes are in the <see cref="IFileStore"/> under <see cref="Key"/>. It
/// belongs to its bot, or to one contact of it, and goes with them (<see cref="RemoveFiles"/>).
/// </summary>
public sealed class StoredFile : IBelongsToAccount
{
    public const int MaxNameLength = 200;

    private StoredFile() { }

    public StoredFile(Guid id, Guid accountId, Guid botId, Guid? contactId, FileFacts facts, DateTimeOffset now)
    {
        Id = id;
        AccountId = accountId;
        BotId = botId;
        ContactId = contactId;
        Name = facts.Name;
        ContentType = facts.ContentType;
        SizeBytes = facts.SizeBytes;
        Sha256 = facts.Sha256;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>The person who sent it or whom it was sent to; null for what belongs to the bot itself.</summary>
    public Guid? ContactId { get; private set; }

    /// <summary>What it is called when it is downloaded; has no path in it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>By its first bytes (<see cref="FileTypes"/>), never what the sender said.</summary>
    public string ContentType { get; private set; } = "";

    public long SizeBytes { get; private set; }

    public byte[] Sha256 { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>
    /// Under which ids channels know it already, as JSON: <c>{"(connection id)/photo": "AgACAg…"}</c>. So it is uploaded once and then only named.
    /// </summary>
    public string ExternalIds { get; private set; } = "{}";

    public bool IsPicture => FileTypes.IsPicture(ContentType);

    /// <returns>Null when the connection has not sent it as this kind yet: to Telegram, photos and documents are different things.</returns>
    public string? ExternalIdAt(Guid connectionId, string kind) =>
        JsonSerializer
            .Deserialize(ExternalIds, FilesJson.Default.DictionaryStringString)!
            .GetValueOrDefault(ExternalIdKey(connectionId, kind));

    internal static string ExternalIdKey(Guid connectionId, string kind) => $"{connectionId}/{kind}";

    /// <summary>Made of ids alone, so that no text of a person ever becomes part of a path.</summary>
    public string Key => KeyOf(AccountId, Id);

    /// <summary>The last digits of a UUID v7 are random: they spread the files over 256 folders of the account.</summary>
    public static string KeyOf(Guid accountId, Guid id)
    {
        var name = id.ToString("n");
        return $"{accountId:n}/{name[^2..]}/{name}";
    }
}

/// <summary>What is known of a file's content.</summary>
public sealed record FileFacts(string Name, string ContentType, long SizeBytes, byte[] Sha256);

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> file)
    {
        file.Property(f => f.Id).ValueGeneratedNever();
        file.Property(f => f.Name).HasMaxLength(StoredFile.MaxNameLength);
        file.Property(f => f.ContentType).HasMaxLength(100);
        file.Property(f => f.ExternalIds).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        file.Ignore(f => f.Key);
        file.Ignore(f => f.IsPicture);

        // No foreign keys: the row outlives its bot until the bytes are gone too.
        file.HasIndex(f => new { f.BotId, f.ContactId });
    }
}
