using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AiUsageIsCountedAndLimited : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "cost",
                table: "messages",
                type: "numeric(18,12)",
                precision: 18,
                scale: 12,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "tokens_cached",
                table: "messages",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ai_budget_periods",
                columns: table => new
                {
                    budget_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    used = table.Column<decimal>(type: "numeric(24,12)", precision: 24, scale: 12, nullable: false),
                    told_percent = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ai_budget_periods", x => new { x.budget_id, x.contact_id, x.starts_at });
                });

            migrationBuilder.CreateTable(
                name: "ai_budgets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_per_contact = table.Column<bool>(type: "boolean", nullable: false),
                    period = table.Column<short>(type: "smallint", nullable: false),
                    unit = table.Column<short>(type: "smallint", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,6)", precision: 18, scale: 6, nullable: false),
                    cheaper_model = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    cheaper_percent = table.Column<int>(type: "integer", nullable: false),
                    offers_commands = table.Column<bool>(type: "boolean", nullable: false),
                    asks_human = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ai_budgets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ai_reservations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    budget_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<short>(type: "smallint", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(24,12)", precision: 24, scale: 12, nullable: false),
                    is_settled = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ai_reservations", x => new { x.id, x.budget_id });
                });

            migrationBuilder.CreateTable(
                name: "usage_records",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    provider = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    model = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    is_own_key = table.Column<bool>(type: "boolean", nullable: false),
                    tokens_in = table.Column<int>(type: "integer", nullable: false),
                    tokens_cached = table.Column<int>(type: "integer", nullable: false),
                    tokens_out = table.Column<int>(type: "integer", nullable: false),
                    cost = table.Column<decimal>(type: "numeric(18,12)", precision: 18, scale: 12, nullable: true),
                    latency_ms = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_rolled_up = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usage_totals",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    span = table.Column<short>(type: "smallint", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    bot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    provider = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    model = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    is_own_key = table.Column<bool>(type: "boolean", nullable: false),
                    calls = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    tokens_in = table.Column<long>(type: "bigint", nullable: false),
                    tokens_cached = table.Column<long>(type: "bigint", nullable: false),
                    tokens_out = table.Column<long>(type: "bigint", nullable: false),
                    cost = table.Column<decimal>(type: "numeric(24,12)", precision: 24, scale: 12, nullable: false),
                    unpriced = table.Column<int>(type: "integer", nullable: false),
                    latency_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_totals", x => new { x.account_id, x.span, x.starts_at, x.bot_id, x.kind, x.provider, x.model, x.is_own_key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_ai_budgets_account_id",
                table: "ai_budgets",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_ai_reservations_budget_id_contact_id_starts_at",
                table: "ai_reservations",
                columns: new[] { "budget_id", "contact_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_records_account_id_created_at",
                table: "usage_records",
                columns: new[] { "account_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_records_waiting",
                table: "usage_records",
                column: "id",
                filter: "not is_rolled_up");

            migrationBuilder.KeepRowsInAccount("usage_records");
            migrationBuilder.KeepRowsInAccount("usage_totals");
            migrationBuilder.KeepRowsInAccount("ai_budgets");
            migrationBuilder.KeepRowsInAccount("ai_budget_periods");
            migrationBuilder.KeepRowsInAccount("ai_reservations");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ai_budget_periods");

            migrationBuilder.DropTable(
                name: "ai_budgets");

            migrationBuilder.DropTable(
                name: "ai_reservations");

            migrationBuilder.DropTable(
                name: "usage_records");

            migrationBuilder.DropTable(
                name: "usage_totals");

            migrationBuilder.DropColumn(
                name: "cost",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "tokens_cached",
                table: "messages");
        }
    }
}
