using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class LeadsAreKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "made_by_id",
                table: "notice_codes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "connected_by_id",
                table: "notice_chats",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "hears_leads",
                table: "notice_chats",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "lead_statuses",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    color = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_statuses", x => new { x.account_id, x.key });
                    table.ForeignKey(
                        name: "fk_lead_statuses_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lead_subscriptions",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wants = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_subscriptions", x => new { x.account_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_lead_subscriptions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lead_webhooks",
                columns: table => new
                {
                    bot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_webhooks", x => x.bot_id);
                    table.ForeignKey(
                        name: "fk_lead_webhooks_bots_bot_id",
                        column: x => x.bot_id,
                        principalTable: "bots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    details = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    need = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    budget = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    note = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    status = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    assignee_id = table.Column<Guid>(type: "uuid", nullable: true),
                    taken_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    moved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false, computedColumnSql: "lower(name || ' ' || phone || ' ' || regexp_replace(phone, '\\D', '', 'g') || ' ' || email || ' ' || details || ' ' || need || ' ' || budget || ' ' || note)", stored: true),
                    phone_key = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: true, computedColumnSql: "case when length(regexp_replace(phone, '\\D', '', 'g')) >= 7 then right(regexp_replace(phone, '\\D', '', 'g'), 9) end", stored: true),
                    email_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true, computedColumnSql: "nullif(lower(trim(email)), '')", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leads", x => x.id);
                    table.ForeignKey(
                        name: "fk_leads_bots_bot_id",
                        column: x => x.bot_id,
                        principalTable: "bots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_leads_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_leads_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_leads_users_assignee_id",
                        column: x => x.assignee_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "lead_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    changes = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_lead_events_leads_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lead_events_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "lead_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    written_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_lead_notes_leads_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lead_notes_users_written_by_id",
                        column: x => x.written_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "lead_notices",
                columns: table => new
                {
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    notice_chat_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_notices", x => new { x.lead_id, x.notice_chat_id });
                    table.ForeignKey(
                        name: "fk_lead_notices_leads_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lead_windows",
                columns: table => new
                {
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_windows", x => x.contact_id);
                    table.ForeignKey(
                        name: "fk_lead_windows_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lead_windows_leads_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_notice_chats_connected_by_id",
                table: "notice_chats",
                column: "connected_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_lead_events_lead_id_id",
                table: "lead_events",
                columns: new[] { "lead_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_lead_events_user_id",
                table: "lead_events",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_lead_notes_lead_id_id",
                table: "lead_notes",
                columns: new[] { "lead_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_lead_notes_written_by_id",
                table: "lead_notes",
                column: "written_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_lead_notices_notice_chat_id",
                table: "lead_notices",
                column: "notice_chat_id");

            migrationBuilder.CreateIndex(
                name: "ix_lead_subscriptions_user_id",
                table: "lead_subscriptions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_lead_windows_lead_id",
                table: "lead_windows",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "ix_leads_account_id_created_at",
                table: "leads",
                columns: new[] { "account_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_leads_account_id_email_key",
                table: "leads",
                columns: new[] { "account_id", "email_key" },
                filter: "email_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_leads_account_id_id",
                table: "leads",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leads_account_id_phone_key",
                table: "leads",
                columns: new[] { "account_id", "phone_key" },
                filter: "phone_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_leads_account_id_status_moved_at_id",
                table: "leads",
                columns: new[] { "account_id", "status", "moved_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leads_assignee_id",
                table: "leads",
                column: "assignee_id");

            migrationBuilder.CreateIndex(
                name: "ix_leads_bot_id",
                table: "leads",
                column: "bot_id");

            migrationBuilder.CreateIndex(
                name: "ix_leads_contact_id",
                table: "leads",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_leads_conversation_id",
                table: "leads",
                column: "conversation_id");

            migrationBuilder.AddForeignKey(
                name: "fk_notice_chats_users_connected_by_id",
                table: "notice_chats",
                column: "connected_by_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            // Private chats are of somebody who has the dashboard; a group may be full of contacts.
            migrationBuilder.Sql("update notice_chats set hears_leads = hears_problems");

            migrationBuilder.KeepRowsInAccount("leads");
            migrationBuilder.KeepRowsInAccount("lead_statuses");
            migrationBuilder.KeepRowsInAccount("lead_events");
            migrationBuilder.KeepRowsInAccount("lead_notes");
            migrationBuilder.KeepRowsInAccount("lead_notices");
            migrationBuilder.KeepRowsInAccount("lead_windows");
            migrationBuilder.KeepRowsInAccount("lead_subscriptions");
            migrationBuilder.KeepRowsInAccount("lead_webhooks");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_notice_chats_users_connected_by_id",
                table: "notice_chats");

            migrationBuilder.DropTable(
                name: "lead_events");

            migrationBuilder.DropTable(
                name: "lead_notes");

            migrationBuilder.DropTable(
                name: "lead_notices");

            migrationBuilder.DropTable(
                name: "lead_statuses");

            migrationBuilder.DropTable(
                name: "lead_subscriptions");

            migrationBuilder.DropTable(
                name: "lead_webhooks");

            migrationBuilder.DropTable(
                name: "lead_windows");

            migrationBuilder.DropTable(
                name: "leads");

            migrationBuilder.DropIndex(
                name: "ix_notice_chats_connected_by_id",
                table: "notice_chats");

            migrationBuilder.DropColumn(
                name: "made_by_id",
                table: "notice_codes");

            migrationBuilder.DropColumn(
                name: "connected_by_id",
                table: "notice_chats");

            migrationBuilder.DropColumn(
                name: "hears_leads",
                table: "notice_chats");
        }
    }
}
