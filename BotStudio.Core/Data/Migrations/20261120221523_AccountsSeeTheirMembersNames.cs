using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations;

/// <inheritdoc />
public partial class AccountsSeeTheirMembersNames : Migration
{
    /// <summary>Of users an account sees the names of its own members and nothing else: lists say who published a version.</summary>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            $"""
            grant select (id, display_name) on users to {AccountRowSecurity.Role};
            alter table users enable row level security;
            create policy members on users to {AccountRowSecurity.Role} using (exists (select from memberships where user_id = users.id));
            """
        );

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            $"""
            drop policy members on users;
            alter table users disable row level security;
            revoke all on users from {AccountRowSecurity.Role};
            """
        );
}
