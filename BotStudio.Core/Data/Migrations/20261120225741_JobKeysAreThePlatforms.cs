using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations;

/// <inheritdoc />
public partial class JobKeysAreThePlatforms : Migration
{
    private const string Tables = "job_keys, \"__EFMigrationsHistory\"";

    /// <summary>They came after the tables that accounts were kept from.</summary>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.KeepFromAccounts(Tables);

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql($"grant select, insert, update, delete on {Tables} to {AccountRowSecurity.Role};");
}
