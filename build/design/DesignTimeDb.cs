using BotStudio.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

Console.WriteLine("Used by dotnet ef; see README.");

/// <summary>The model as the product builds it; no database is asked.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<BotStudioDb>
{
    public BotStudioDb CreateDbContext(string[] args)
    {
        var services = new ServiceCollection()
            .Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
            .BuildServiceProvider();
        var options = new DbContextOptionsBuilder<BotStudioDb>().UseNpgsql("Host=unused").UseApplicationServiceProvider(services).Options;
        return new BotStudioDb(options, accountId: null);
    }
}
