using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class FormEntriesAreKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "form_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    form_id = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: true),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    work = table.Column<short>(type: "smallint", nullable: false),
                    answers = table.Column<string>(type: "jsonb", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    reached_field_id = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_form_entries", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_form_entries_bot_id_form_id_started_at_id",
                table: "form_entries",
                columns: new[] { "bot_id", "form_id", "started_at", "id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_form_entries_bot_id_started_at_id",
                table: "form_entries",
                columns: new[] { "bot_id", "started_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_form_entries_contact_id_form_id",
                table: "form_entries",
                columns: new[] { "contact_id", "form_id" });

            migrationBuilder.CreateIndex(
                name: "ix_form_entries_conversation_id",
                table: "form_entries",
                column: "conversation_id");

            migrationBuilder.KeepRowsInAccount("form_entries");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "form_entries");
        }
    }
}
