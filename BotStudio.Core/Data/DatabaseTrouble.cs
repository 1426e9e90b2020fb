using Npgsql;

namespace BotStudio.Core.Data;

/// <summary>Tells trouble with the database itself from trouble with what was asked of it.</summary>
public static class DatabaseTrouble
{
    /// <summary>
    /// True when the same statement may well succeed later: the database cannot be reached, restarts, is full or busy, or broke a deadlock
    /// (PostgreSQL manual, appendix A, by class of SQLSTATE). Whether it took effect is not known.
    /// </summary>
    public static bool IsPassing(Exception? exception) =>
        exception switch
        {
            null => false,
            PostgresException refused => refused.SqlState[..2]
                is "08" // connection exception
                    or "25" // a transaction that cannot write: the standby of a failover
                    or "28" // a password that is being changed
                    or "40" // rolled back for the sake of another
                    or "53" // out of memory, disk or connections
                    or "55" // does not accept connections, is locked
                    or "57" // shut down or cancelled by an operator
                    or "58", // system error
            NpgsqlException => true,
            // EF Core wraps what the driver throws.
            _ => IsPassing(exception.InnerException),
        };
}
