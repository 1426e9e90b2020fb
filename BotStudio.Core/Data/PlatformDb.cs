using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Data;

/// <summary>Opens the database across accounts: sign-in, jobs, webhook entry and admin pages. Each use is listed in <c>TenancyTests</c>.</summary>
public sealed class PlatformDb(DbContextOptions<BotStudioDb> options)
{
    public BotStudioDb Open() => new(options, accountId: null);
}
