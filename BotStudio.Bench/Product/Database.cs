using System.Diagnostics;
using System.Globalization;

namespace BotStudio.Bench.Product;

/// <summary>The private PostgreSQL that ./bench.sh has started with build/postgres.sh.</summary>
/// <param name="Script">build/postgres.sh</param>
/// <param name="Folder">What it was started in.</param>
/// <param name="ConnectionString">As Npgsql takes it.</param>
internal sealed record Database(string Script, string Folder, string ConnectionString)
{
    /// <summary>The server's first process; all others are its children.</summary>
    public int ProcessId { get; } =
        int.Parse(File.ReadLines(Path.Combine(Folder, "postgres", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Runs SQL as the database's owner, past row-level security.</summary>
    /// <returns>What it printed, a row a line, columns parted by |.</returns>
    public async Task<string> RunAsync(string sql, CancellationToken ct)
    {
        using var psql = Process.Start(
            new ProcessStartInfo(Script, ["psql", Folder])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        await psql.StandardInput.WriteAsync(
            $"\\set QUIET on\n\\set ON_ERROR_STOP on\n\\pset tuples_only on\n\\pset format unaligned\n{sql};\n"
        );
        psql.StandardInput.Close();
        var output = await psql.StandardOutput.ReadToEndAsync(ct);
        await psql.WaitForExitAsync(ct);
        return psql.ExitCode == 0 ? output.Trim() : throw new BenchException("psql failed, see above.");
    }
}
