using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

public sealed class LocalTimeTests : Screen
{
    [Fact]
    public void It_hands_the_browser_the_moment_in_UTC_whatever_the_offset_was()
    {
        var moment = new DateTimeOffset(2026, 3, 14, 11, 26, 53, 589, TimeSpan.FromHours(2));

        var time = Render<LocalTime>(t => t.Add(x => x.Value, moment).Add(x => x.Format, TimeFormat.Relative)).Find("local-time");

        Assert.Equal("2026-03-14T09:26:53.589Z", time.GetAttribute("datetime"));
        Assert.Equal("relative", time.GetAttribute("format"));
    }

    [Fact]
    public void Without_script_there_is_the_time_in_UTC_and_it_says_so()
    {
        Read("de");

        var time = Render<LocalTime>(t => t.Add(x => x.Value, new DateTimeOffset(2026, 3, 14, 9, 26, 0, TimeSpan.Zero)));

        Assert.Equal("14.03.2026 09:26 UTC", time.Find("local-time").TextContent);
    }
}
