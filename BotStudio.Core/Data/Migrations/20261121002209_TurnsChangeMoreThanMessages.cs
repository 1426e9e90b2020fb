using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class TurnsChangeMoreThanMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "media",
                table: "messages",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sending",
                table: "messages",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "sent_by",
                table: "messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "human_wanted_at",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "conversations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "taken_over_by",
                table: "conversations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "taken_over_until",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "unread_count",
                table: "conversations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<decimal>(
                name: "balance",
                table: "contacts",
                type: "numeric(18,4)",
                precision: 18,
                scale: 4,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "fields",
                table: "contacts",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "contacts",
                type: "character varying(2)",
                maxLength: 2,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "contacts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "stopped_at",
                table: "contacts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "tags",
                table: "contacts",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "media",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "sending",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "sent_by",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "human_wanted_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "state",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "taken_over_by",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "taken_over_until",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "unread_count",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "balance",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "fields",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "language",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "source",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "stopped_at",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "contacts");
        }
    }
}
