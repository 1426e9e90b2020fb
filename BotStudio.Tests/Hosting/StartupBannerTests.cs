using BotStudio.Tests.Support;

namespace BotStudio.Tests.Hosting;

public sealed class StartupBannerTests(Database database) : IClassFixture<Database>
{
    [Fact]
    public async Task A_person_at_a_terminal_reads_the_address_and_the_first_admins_link()
    {
        await using var app = await AppProcess.StartAsync(database.ConnectionString, ("Welcome", "true"));

        await app.WaitForLineAsync($"  BotStudio runs at http://localhost:{app.Address.Port}/");
        await app.WaitForLineAsync($"http://localhost:{app.Address.Port}/account/admin-link?code=");
    }

    [Fact]
    public async Task Elsewhere_no_link_gets_into_the_logs_and_a_stop_is_clean()
    {
        await using var app = await AppProcess.StartAsync(database.ConnectionString);

        Assert.Equal(0, await app.StopAsync());
        Assert.DoesNotContain("admin-link", app.Output, StringComparison.Ordinal);
    }
}
