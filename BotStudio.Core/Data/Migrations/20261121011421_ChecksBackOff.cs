using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class ChecksBackOff : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "failed_checks",
                table: "channel_connections",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "pending_updates",
                table: "channel_connections",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "failed_checks",
                table: "channel_connections");

            migrationBuilder.DropColumn(
                name: "pending_updates",
                table: "channel_connections");
        }
    }
}
