using BotStudio.Web.Hosting;

namespace BotStudio.Tests.Hosting;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/app/bots?page=2#top")]
    [InlineData("/uk/pricing")]
    public void A_path_of_this_site_is_kept(string url) => Assert.Equal(url, LocalUrl.Or("/home", url));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("app/bots")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("/\n/evil.example/")]
    [InlineData("javascript:alert(1)")]
    public void Everything_else_leads_home(string? url) => Assert.Equal("/home", LocalUrl.Or("/home", url));
}
