using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class NoticesNameTheirContact : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "count",
                table: "usage_records",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<Guid>(
                name: "contact_id",
                table: "mails",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "contact_id",
                table: "bell_notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_mails_contact_id",
                table: "mails",
                column: "contact_id",
                filter: "contact_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_bell_notices_contact_id",
                table: "bell_notices",
                column: "contact_id",
                filter: "contact_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_mails_contact_id",
                table: "mails");

            migrationBuilder.DropIndex(
                name: "ix_bell_notices_contact_id",
                table: "bell_notices");

            migrationBuilder.DropColumn(
                name: "count",
                table: "usage_records");

            migrationBuilder.DropColumn(
                name: "contact_id",
                table: "mails");

            migrationBuilder.DropColumn(
                name: "contact_id",
                table: "bell_notices");
        }
    }
}
