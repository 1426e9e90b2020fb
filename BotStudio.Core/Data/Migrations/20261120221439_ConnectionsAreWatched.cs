using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BotStudio.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class ConnectionsAreWatched : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "poll_offset",
                table: "channel_connections");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "checked_at",
                table: "channel_connections",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "menu",
                table: "channel_connections",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "webhook_url",
                table: "channel_connections",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "checked_at",
                table: "channel_connections");

            migrationBuilder.DropColumn(
                name: "menu",
                table: "channel_connections");

            migrationBuilder.DropColumn(
                name: "webhook_url",
                table: "channel_connections");

            migrationBuilder.AddColumn<long>(
                name: "poll_offset",
                table: "channel_connections",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }
    }
}
