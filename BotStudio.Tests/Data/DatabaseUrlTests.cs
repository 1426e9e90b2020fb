using BotStudio.Core.Data;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BotStudio.Tests.Data;

public sealed class DatabaseUrlTests
{
    [Fact]
    public void An_url_becomes_a_connection_string()
    {
        var connection = Translate("postgres://maria:secret@db.example.com:6543/bots?sslmode=verify-full");

        Assert.Equal("db.example.com", connection.Host);
        Assert.Equal(6543, connection.Port);
        Assert.Equal("maria", connection.Username);
        Assert.Equal("secret", connection.Password);
        Assert.Equal("bots", connection.Database);
        Assert.Equal(SslMode.VerifyFull, connection.SslMode);
    }

    [Theory]
    [InlineData("postgres://u:p%40ss%2Fw%3Ard%23%25;%27@h/d", "p@ss/w:rd#%;'")]
    [InlineData("postgresql://u:a+b@h/d", "a+b")]
    [InlineData("postgres://u:a:b@h/d", "a:b")]
    [InlineData("postgres://u:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@h/d", "пароль")]
    public void A_password_may_hold_any_character(string url, string password) => Assert.Equal(password, Translate(url).Password);

    [Theory]
    [InlineData("postgres://u:p@h", "h", 5432, "u")]
    [InlineData("postgres://u@[::1]:5433/d", "::1", 5433, "d")]
    [InlineData("postgres://u@%2Fvar%2Frun%2Fpostgresql/d", "/var/run/postgresql", 5432, "d")]
    [InlineData("postgres://u@/d?host=/var/run/postgresql", "/var/run/postgresql", 5432, "d")]
    public void Host_port_and_database_follow_the_rules_of_libpq(string url, string host, int port, string database)
    {
        var connection = Translate(url);

        Assert.Equal(host, connection.Host);
        Assert.Equal(port, connection.Port);
        Assert.Equal(database, connection.Database);
    }

    [Fact]
    public void The_url_wins_over_the_connection_string()
    {
        var both = Settings(("DATABASE_URL", "postgres://u@url/d"), ("ConnectionStrings:BotStudio", "Host=own;Username=u;Database=d"));

        Assert.Equal("url", new NpgsqlConnectionStringBuilder(DatabaseUrl.ConnectionString(both)).Host);
    }

    [Fact]
    public void A_blank_url_counts_as_absent()
    {
        var settings = Settings(("DATABASE_URL", " "), ("ConnectionStrings:BotStudio", "Host=own;Username=u;Database=d"));

        Assert.Equal("own", new NpgsqlConnectionStringBuilder(DatabaseUrl.ConnectionString(settings)).Host);
    }

    [Theory]
    [InlineData("localhost/botstudio", "must begin with postgres://")]
    [InlineData("mysql://u:hunter2@h/d", "must begin with postgres://")]
    [InlineData("postgres://:hunter2@h/d", "is not of the form")]
    [InlineData("postgres://u:hunter2@/d", "names no host")]
    [InlineData("postgres://u:hun/ter2@h/d", "is not of the form")]
    [InlineData("postgres://u:hunter2@h@x/d", "is not of the form")]
    [InlineData("postgres://u:hunter2@h/d?sslmode=always", "unknown sslmode")]
    [InlineData("postgres://u:hunter2@h:port/d", "is not of the form")]
    public void A_wrong_url_is_named_with_an_example_and_without_its_password(string url, string problem)
    {
        var line = Assert.Single(DatabaseUrl.Check(Settings(("DATABASE_URL", url))));

        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.Contains("example: DATABASE_URL=postgres://", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_connection_string_is_named_without_its_password()
    {
        var line = Assert.Single(DatabaseUrl.Check(Settings(("ConnectionStrings:BotStudio", "Host=h;Pasword=hunter2"))));

        Assert.StartsWith("ConnectionStrings__BotStudio", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public void No_database_at_all_is_a_mistake_too() =>
        Assert.StartsWith("DATABASE_URL is missing", Assert.Single(DatabaseUrl.Check(Settings())), StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder Translate(string url) =>
        new(DatabaseUrl.ConnectionString(Settings(("DATABASE_URL", url))));

    private static IConfigurationRoot Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
