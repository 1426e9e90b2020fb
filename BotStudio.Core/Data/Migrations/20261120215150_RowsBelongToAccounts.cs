using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations;

/// <inheritdoc />
public partial class RowsBelongToAccounts : Migration
{
    private static readonly string[] AccountTables =
    [
        "memberships",
        "bots",
        "bot_versions",
        "bot_problems",
        "channel_connections",
        "contacts",
        "conversations",
        "messages",
        "jobs",
    ];

    private static readonly string[] PlatformTables =
    [
        "users",
        "user_claims",
        "user_logins",
        "user_tokens",
        "user_passkeys",
        "refresh_tokens",
        "admin_links",
        "protection_keys",
        "workers",
    ];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateAccountRole();
        foreach (var table in AccountTables)
        {
            migrationBuilder.KeepRowsInAccount(table);
        }

        foreach (var table in PlatformTables)
        {
            migrationBuilder.KeepFromAccounts(table);
        }

        migrationBuilder.Sql(
            $"""
            alter table accounts enable row level security;
            create policy own_account on accounts to {AccountRowSecurity.Role}
                using (id = nullif(current_setting('{AccountRowSecurity.Setting}', true), '')::uuid);

            -- Rows of jobs live for milliseconds: clean up by count, at once and at full speed. Free space in a page lets a status change
            -- stay on its page and out of the indexes.
            alter table jobs set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
                autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000, autovacuum_vacuum_cost_delay = 0);
            alter table messages set (fillfactor = 90);
            alter table conversations set (fillfactor = 80);
            """
        );
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Taking the walls between accounts down is not offered.");
}
