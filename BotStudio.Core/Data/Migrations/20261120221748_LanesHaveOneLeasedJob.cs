using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class LanesHaveOneLeasedJob : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_leased",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_ready",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_ready",
                table: "jobs",
                columns: new[] { "account_id", "due_at", "id" },
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ux_jobs_lane",
                table: "jobs",
                column: "lane",
                unique: true,
                filter: "state = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_ready",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ux_jobs_lane",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_leased",
                table: "jobs",
                column: "lease_owner",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_ready",
                table: "jobs",
                columns: new[] { "account_id", "id" },
                filter: "state = 0");
        }
    }
}
