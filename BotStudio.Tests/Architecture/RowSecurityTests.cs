using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BotStudio.Tests.Architecture;

/// <summary>What an account's connection can see and do, when the filter is switched off and the SQL is hand-made.</summary>
public sealed class RowSecurityTests(Acts acts) : IClassFixture<Acts>, IAsyncLifetime
{
    private readonly TwoAccounts accounts = new(acts.Services);

    public Task InitializeAsync() => accounts.FillAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_account_reads_its_own_rows_and_no_others_whatever_it_asks()
    {
        await using var db = await accounts.OpenMineAsync();

        foreach (var table in accounts.Tables)
        {
            var count = nameof(CountWithoutFiltersAsync);
            var withoutFilters = await (Task<int>)
                typeof(RowSecurityTests)
                    .GetMethod(count, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                    .MakeGenericMethod(table.ClrType)
                    .Invoke(null, [db])!;
            Assert.True(1 == withoutFilters, $"{table.ClrType.Name}: {withoutFilters} rows without the filter");
            Assert.Equal(1, await NumberAsync(db, $"select count(*)::int as \"Value\" from {table.GetTableName()}"));
            Assert.Equal(
                0,
                await NumberAsync(
                    db,
                    $"select count(*)::int as \"Value\" from {table.GetTableName()} where account_id = '{accounts.Theirs}'"
                )
            );
        }
    }

    [Fact]
    public async Task An_account_changes_and_deletes_no_row_of_another()
    {
        await using var db = await accounts.OpenMineAsync();

        foreach (var table in accounts.Tables.Select(table => table.GetTableName()))
        {
            var theirs = $"where account_id = '{accounts.Theirs}'";
            Assert.Equal(0, await ExecuteAsync(db, $"update {table} set account_id = account_id {theirs}"));
            Assert.Equal(0, await ExecuteAsync(db, $"delete from {table} {theirs}"));
        }

        await using var platform = acts.Services.GetRequiredService<PlatformDb>().Open();
        foreach (var table in accounts.Tables.Select(table => table.GetTableName()))
        {
            Assert.Equal(
                1,
                await NumberAsync(platform, $"select count(*)::int as \"Value\" from {table} where account_id = '{accounts.Theirs}'")
            );
        }
    }

    [Fact]
    public async Task An_account_writes_no_row_for_another_and_gives_none_away()
    {
        await using var db = await accounts.OpenMineAsync();

        foreach (var table in accounts.Tables)
        {
            await AssertRefusedAsync(db, TwoAccounts.InsertRow(table, accounts.Theirs));
            await AssertRefusedAsync(db, $"update {table.GetTableName()} set account_id = '{accounts.Theirs}'");
        }
    }

    [Fact]
    public async Task The_platform_s_tables_are_closed_to_accounts()
    {
        await using var platform = acts.Services.GetRequiredService<PlatformDb>().Open();
        var tables = platform
            .Model.GetEntityTypes()
            .Where(table => !typeof(IBelongsToAccount).IsAssignableFrom(table.ClrType))
            .Select(table => table.GetTableName()!)
            .Except(["accounts", "jobs"])
            .Append("\"__EFMigrationsHistory\"");
        await using var db = await accounts.OpenMineAsync();

        foreach (var table in tables)
        {
            await AssertRefusedAsync(db, $"select * from {table}");
            await AssertRefusedAsync(db, $"delete from {table}");
        }
    }

    [Fact]
    public async Task An_account_sees_itself_among_accounts_and_cannot_touch_the_others()
    {
        await using var db = await accounts.OpenMineAsync();

        Assert.Equal(accounts.Mine, Assert.Single(await db.Accounts.Select(a => a.Id).ToListAsync()));
        Assert.Equal(0, await ExecuteAsync(db, $"update accounts set name = 'taken over' where id = '{accounts.Theirs}'"));
        Assert.Equal(0, await ExecuteAsync(db, $"delete from accounts where id = '{accounts.Theirs}'"));
    }

    [Fact]
    public async Task Of_users_an_account_sees_the_names_of_its_members_only()
    {
        var member = new User { UserName = $"{Guid.CreateVersion7()}", DisplayName = "Member" };
        var stranger = new User { UserName = $"{Guid.CreateVersion7()}", DisplayName = "Stranger" };
        await using (var platform = acts.Services.GetRequiredService<PlatformDb>().Open())
        {
            platform.AddRange(member, stranger, new Membership(accounts.Mine, member.Id, Role.Owner, acts.Clock.Now));
            await platform.SaveChangesAsync();
        }

        await using var db = await accounts.OpenMineAsync();
        Assert.Equal("Member", Assert.Single(await db.Users.Select(u => u.DisplayName).ToListAsync()));
        await AssertRefusedAsync(db, "select email from users");
        await AssertRefusedAsync(db, "update users set display_name = 'x'");
    }

    [Fact]
    public async Task Saving_refuses_rows_of_another_account_before_the_database_is_asked()
    {
        await using var platform = acts.Services.GetRequiredService<PlatformDb>().Open();
        var bot = new Bot(accounts.Theirs, A.Document(), acts.Clock.Now);
        platform.Bots.Add(bot);
        await platform.SaveChangesAsync();

        foreach (var state in new[] { EntityState.Added, EntityState.Modified, EntityState.Deleted })
        {
            await using var db = await accounts.OpenMineAsync();
            db.Entry(bot).State = state;
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
            Assert.Contains("Bot of another account", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_is_opened_for_nobody()
    {
        await using var scope = acts.Services.CreateAsyncScope();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            scope.ServiceProvider.GetRequiredService<AccountDb>().OpenAsync(CancellationToken.None)
        );
    }

    [Fact]
    public void A_scope_never_changes_its_account()
    {
        var account = new CurrentAccount();
        account.Set(accounts.Mine, null, Role.Owner);

        Assert.Throws<InvalidOperationException>(() => account.Set(accounts.Theirs, null, Role.Owner));
    }

    [Fact]
    public async Task A_connection_that_goes_back_to_the_pool_forgets_whose_it_was()
    {
        for (var i = 0; i < 5; i++)
        {
            int mine;
            await using (var db = await accounts.OpenMineAsync())
            {
                mine = await NumberAsync(db, "select pg_backend_pid() as \"Value\"");
            }

            await using var platform = acts.Services.GetRequiredService<PlatformDb>().Open();
            await platform.Database.OpenConnectionAsync();
            Assert.Equal(mine, await NumberAsync(platform, "select pg_backend_pid() as \"Value\""));
            Assert.True(await platform.Accounts.CountAsync() >= 2);
            Assert.Equal(
                "",
                Assert.Single(
                    await platform
                        .Database.SqlQueryRaw<string>("select current_setting('botstudio.account_id', true) as \"Value\"")
                        .ToListAsync()
                )
            );
        }
    }

    private static Task<int> CountWithoutFiltersAsync<TRow>(BotStudioDb db)
        where TRow : class => db.Set<TRow>().IgnoreQueryFilters().CountAsync();

    private static async Task<int> NumberAsync(BotStudioDb db, string sql) =>
        (await db.Database.SqlQueryRaw<int>(sql).ToListAsync()).Single();

    private static async Task<int> ExecuteAsync(BotStudioDb db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task AssertRefusedAsync(BotStudioDb db, string sql)
    {
        try
        {
            await ExecuteAsync(db, sql);
            Assert.Fail($"Not refused: {sql}");
        }
        catch (PostgresException refused)
        {
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{refused.SqlState} {refused.MessageText}: {sql}");
        }
    }
}
