using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Web.Hosting;

/// <summary>Brings the database to this version before anything else runs.</summary>
public static class DatabaseStart
{
    /// <summary>Hosts start database and product side by side, so the database may need a moment.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>False when the database cannot be used; why is on standard error.</returns>
    public static async Task<bool> MigrateDatabaseAsync(this WebApplication app)
    {
        var migrator = app.Services.GetRequiredService<Migrator>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await migrator.RunAsync(app.Lifetime.ApplicationStopping);
                return true;
            }
            catch (NpgsqlException unreachable) when (unreachable.IsTransient && clock.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, clock);
            }
            catch (NpgsqlException refused)
            {
                // PostgreSQL names users and databases in its messages, never passwords.
                Console.Error.WriteLine($"Setting DATABASE_URL names a database that cannot be used: {refused.Message}");
                return false;
            }
        }
    }
}
