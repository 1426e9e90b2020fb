using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations;

/// <inheritdoc />
public partial class ProgramsAndBrowsersHaveSessions : Migration
{
    /// <summary>What was the family of a program's refresh tokens is now the sign-in of a browser, too. Programs stay signed in.</summary>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RenameTable(name: "token_families", newName: "sessions");
        migrationBuilder.RenameIndex(name: "ix_token_families_account_id", table: "sessions", newName: "ix_sessions_account_id");
        migrationBuilder.RenameIndex(name: "ix_token_families_user_id", table: "sessions", newName: "ix_sessions_user_id");
        migrationBuilder.RenameColumn(name: "family_id", table: "refresh_tokens", newName: "session_id");
        migrationBuilder.RenameIndex(
            name: "ix_refresh_tokens_family_id",
            table: "refresh_tokens",
            newName: "ix_refresh_tokens_session_id"
        );
        migrationBuilder.Sql(
            """
            alter table sessions rename constraint pk_token_families to pk_sessions;
            alter table sessions rename constraint fk_token_families_accounts_account_id to fk_sessions_accounts_account_id;
            alter table sessions rename constraint fk_token_families_users_user_id to fk_sessions_users_user_id;
            alter table refresh_tokens rename constraint fk_refresh_tokens_token_families_family_id to fk_refresh_tokens_sessions_session_id;
            """
        );
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            alter table sessions rename constraint pk_sessions to pk_token_families;
            alter table sessions rename constraint fk_sessions_accounts_account_id to fk_token_families_accounts_account_id;
            alter table sessions rename constraint fk_sessions_users_user_id to fk_token_families_users_user_id;
            alter table refresh_tokens rename constraint fk_refresh_tokens_sessions_session_id to fk_refresh_tokens_token_families_family_id;
            """
        );
        migrationBuilder.RenameIndex(
            name: "ix_refresh_tokens_session_id",
            table: "refresh_tokens",
            newName: "ix_refresh_tokens_family_id"
        );
        migrationBuilder.RenameColumn(name: "session_id", table: "refresh_tokens", newName: "family_id");
        migrationBuilder.RenameIndex(name: "ix_sessions_user_id", table: "sessions", newName: "ix_token_families_user_id");
        migrationBuilder.RenameIndex(name: "ix_sessions_account_id", table: "sessions", newName: "ix_token_families_account_id");
        migrationBuilder.RenameTable(name: "sessions", newName: "token_families");
    }
}
