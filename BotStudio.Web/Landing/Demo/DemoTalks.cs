using System.Security.Cryptography;
using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Simulator.Demo;
using Microsoft.AspNetCore.DataProtection;

namespace BotStudio.Web.Landing.Demo;

/// <summary>
/// Where a visitor's talk stands, sealed and carried by the visitor's own page: nothing of visitors is kept here, and any process can answer.
/// </summary>
public sealed class DemoTalks(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector("BotStudio.Landing.Demo").ToTimeLimitedDataProtector();

    public string Seal(DemoTalk talk) =>
        seal.Protect(JsonSerializer.Serialize(new Carried(ConversationState.Write(talk.State), talk.Language)), Lifetime);

    /// <summary>What is too old or not ours is a talk that begins.</summary>
    public DemoTalk Open(string? sealedTalk)
    {
        if (string.IsNullOrEmpty(sealedTalk))
        {
            return DemoTalk.Beginning;
        }

        try
        {
            var carried = JsonSerializer.Deserialize<Carried>(seal.Unprotect(sealedTalk))!;
            return new DemoTalk(ConversationState.Read(carried.State), carried.Language);
        }
        catch (Exception foreign) when (foreign is CryptographicException or JsonException or FormatException)
        {
            return DemoTalk.Beginning;
        }
    }

    private sealed record Carried(string? State, string? Language);
}
