using Microsoft.EntityFrameworkCore.Migrations;

namespace BotStudio.Core.Data;

/// <summary>What a migration says about a new table's rows.</summary>
internal static class RowSecurityMigrations
{
    /// <summary>
    /// Makes the role that accounts' connections step down to. Roles are the cluster's, so it may be there already, made by another database.
    /// </summary>
    public static void CreateAccountRole(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            do $$ begin
                if not exists (select from pg_roles where rolname = '{AccountRowSecurity.Role}') then
                    create role {AccountRowSecurity.Role} nologin nobypassrls;
                end if;
            exception when duplicate_object or unique_violation then null;
            end $$;
            do $$ begin
                if not pg_has_role(current_user, '{AccountRowSecurity.Role}', 'member') then
                    grant {AccountRowSecurity.Role} to current_user;
                end if;
            end $$;
            grant usage on schema public to {AccountRowSecurity.Role};
            grant select, insert, update, delete on all tables in schema public to {AccountRowSecurity.Role};
            grant usage on all sequences in schema public to {AccountRowSecurity.Role};
            alter default privileges in schema public grant select, insert, update, delete on tables to {AccountRowSecurity.Role};
            alter default privileges in schema public grant usage on sequences to {AccountRowSecurity.Role};
            """
        );

    /// <summary>Rows of the table are seen and written only by connections of their account; the platform's own connections see all.</summary>
    public static void KeepRowsInAccount(this MigrationBuilder migration, string table) =>
        migration.Sql(
            $"""
            alter table {table} enable row level security;
            create policy account_rows on {table} to {AccountRowSecurity.Role}
                using (account_id = nullif(current_setting('{AccountRowSecurity.Setting}', true), '')::uuid)
                with check (account_id = nullif(current_setting('{AccountRowSecurity.Setting}', true), '')::uuid);
            """
        );

    /// <summary>Accounts' connections cannot touch the table at all.</summary>
    public static void KeepFromAccounts(this MigrationBuilder migration, string table) =>
        migration.Sql($"revoke all on {table} from {AccountRowSecurity.Role};");
}
