using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class ContactsHaveNotesAndSegments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "contacts",
                type: "text",
                nullable: false,
                computedColumnSql: "left(lower(first_name || ' ' || coalesce(last_name, '') || ' ' || coalesce(username, '') || ' ' || external_id), 300)",
                stored: true);

            migrationBuilder.CreateTable(
                name: "balance_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    balance_after = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    changed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_balance_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_balance_changes_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_balance_changes_users_changed_by_id",
                        column: x => x.changed_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "contact_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    written_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_contact_notes_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_contact_notes_users_written_by_id",
                        column: x => x.written_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "segments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    filter = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segments", x => x.id);
                    table.ForeignKey(
                        name: "fk_segments_bots_bot_id",
                        column: x => x.bot_id,
                        principalTable: "bots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_bot_id_id",
                table: "contacts",
                columns: new[] { "bot_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_bot_id_last_seen_at_id",
                table: "contacts",
                columns: new[] { "bot_id", "last_seen_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_bot_id_search_text_id",
                table: "contacts",
                columns: new[] { "bot_id", "search_text", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_balance_changes_changed_by_id",
                table: "balance_changes",
                column: "changed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_balance_changes_contact_id",
                table: "balance_changes",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_contact_notes_contact_id",
                table: "contact_notes",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_contact_notes_written_by_id",
                table: "contact_notes",
                column: "written_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_segments_bot_id_name",
                table: "segments",
                columns: new[] { "bot_id", "name" },
                unique: true);

            migrationBuilder.KeepRowsInAccount("balance_changes");
            migrationBuilder.KeepRowsInAccount("contact_notes");
            migrationBuilder.KeepRowsInAccount("segments");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "balance_changes");

            migrationBuilder.DropTable(
                name: "contact_notes");

            migrationBuilder.DropTable(
                name: "segments");

            migrationBuilder.DropIndex(
                name: "ix_contacts_bot_id_id",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_contacts_bot_id_last_seen_at_id",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_contacts_bot_id_search_text_id",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "contacts");
        }
    }
}
