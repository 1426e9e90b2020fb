using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>The paying customer: bots, contacts and bills belong to one.</summary>
[PlatformWide]
public sealed class Account
{
    public const int MaxNameLength = 80;

    private Account() { }

    public Account(string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
}
