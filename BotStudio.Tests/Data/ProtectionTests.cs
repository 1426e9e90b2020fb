using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BotStudio.Tests.Data;

/// <summary>What a copy of the database gives away, and what happens to a key that is lost.</summary>
public sealed class ProtectionTests : IAsyncLifetime
{
    private const string Key = "a key that is kept outside the database";

    private readonly Database database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_secret_is_opened_by_every_process_of_the_same_database()
    {
        await using var first = await StartAsync(Key);
        await using var second = await StartAsync(Key);

        var sealedText = first.GetRequiredService<SecretText>().Seal("123:token");

        Assert.Equal("123:token", second.GetRequiredService<SecretText>().Open(sealedText));
    }

    [Fact]
    public async Task Processes_that_start_together_make_one_key()
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync(Key)));

        await using var db = processes[0].GetRequiredService<PlatformDb>().Open();
        Assert.Equal(1, await db.ProtectionKeys.CountAsync());
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_a_master_key_the_database_holds_no_key_that_opens_anything()
    {
        await using var process = await StartAsync(Key);

        await using var db = process.GetRequiredService<PlatformDb>().Open();
        var stored = await db.ProtectionKeys.SingleAsync();
        Assert.StartsWith("sealed:1:", stored.Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", stored.Xml, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_one_it_works_and_says_what_is_at_stake()
    {
        var log = new LogLines();
        await using var process = await StartAsync(key: null, log);

        Assert.Contains("whoever gets a copy of the database can open the bot tokens", log.ToString(), StringComparison.Ordinal);
        Assert.Equal("x", process.GetRequiredService<SecretText>().Open(process.GetRequiredService<SecretText>().Seal("x")));
    }

    [Fact]
    public async Task A_master_key_that_comes_later_seals_the_older_keys_too()
    {
        string sealedText;
        await using (var before = await StartAsync(key: null))
        {
            sealedText = before.GetRequiredService<SecretText>().Seal("123:token");
        }

        await using var after = await StartAsync(Key);

        Assert.Equal("123:token", after.GetRequiredService<SecretText>().Open(sealedText));
        await using var db = after.GetRequiredService<PlatformDb>().Open();
        Assert.All(await db.ProtectionKeys.ToListAsync(), key => Assert.True(MasterKey.IsSealed(key.Xml)));
    }

    [Theory]
    [InlineData(null, "DataProtection__Key is absent")]
    [InlineData("another key that is also long enough", "DataProtection__Key has changed")]
    public async Task A_lost_master_key_stops_the_start_before_anything_is_lost(string? key, string words)
    {
        await using (await StartAsync(Key)) { }

        await using var process = Build(key, new LogLines());
        var mistake = await process.GetRequiredService<PrepareProtection>().RunAsync(CancellationToken.None);

        Assert.StartsWith(words, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, mistake, StringComparison.Ordinal);
        await using var db = process.GetRequiredService<PlatformDb>().Open();
        Assert.Equal(1, await db.ProtectionKeys.CountAsync());
    }

    [Fact]
    public void A_sealed_text_opens_only_with_its_key_under_its_name_and_unharmed()
    {
        var masterKey = new MasterKey(Key);
        var sealedText = masterKey.Seal("key-1", "<key/>");

        Assert.Equal("<key/>", masterKey.Open("key-1", sealedText));
        Assert.NotEqual(sealedText, masterKey.Seal("key-1", "<key/>"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => masterKey.Open("key-2", sealedText));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => new MasterKey(Key + "!").Open("key-1", sealedText));
        var harmed = sealedText[..^5] + (sealedText[^5] == 'A' ? 'B' : 'A') + sealedText[^4..];
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => masterKey.Open("key-1", harmed));
    }

    private async Task<ServiceProvider> StartAsync(string? key, LogLines? log = null)
    {
        var process = Build(key, log ?? new LogLines());
        Assert.Null(await process.GetRequiredService<PrepareProtection>().RunAsync(CancellationToken.None));
        return process;
    }

    private ServiceProvider Build(string? key, LogLines log)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log));
        Acts.AddCore(services, database.ConnectionString, new Dictionary<string, string?> { ["DataProtection:Key"] = key });
        return services.BuildServiceProvider(validateScopes: true);
    }
}
