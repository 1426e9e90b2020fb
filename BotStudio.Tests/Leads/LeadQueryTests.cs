using BotStudio.Web.Leads;

namespace BotStudio.Tests.Leads;

/// <summary>Conditions of leads as addresses say them.</summary>
public sealed class LeadQueryTests
{
    private static readonly TimeZoneInfo Kyiv = TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv");

    [Fact]
    public void A_day_is_the_account_s_and_a_time_is_a_time()
    {
        var days = new LeadQuery { From = "2026-11-21", Until = "2026-11-21" }
            .ToFilter(null, Kyiv)
            .Value!;
        Assert.Equal((Utc("2026-11-20T22:00:00Z"), Utc("2026-11-21T22:00:00Z")), (days.From!.Value, days.Until!.Value));

        var times = new LeadQuery { From = "2026-11-21T10:00:00+01:00" }
            .ToFilter(null, Kyiv)
            .Value!;
        Assert.Equal((Utc("2026-11-21T09:00:00Z"), null), (times.From!.Value, times.Until));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("tomorrow")]
    public void What_is_no_day_that_anybody_means_is_refused(string day) =>
        Assert.Equal(
            "leads.bad_query",
            new LeadQuery { Until = day }
                .ToFilter(null, Kyiv)
                .Problem?.Code
        );

    [Fact]
    public void The_page_s_days_survive_a_change_of_the_clocks()
    {
        // On 29 March clocks went forward: midnight of the 25th was two hours before UTC, now it would be three.
        var filter = new LeadAddress { Days = 7 }.ToFilter(null, Kyiv, Utc("2026-03-31T09:00:00Z"));

        Assert.Equal(Utc("2026-03-24T22:00:00Z"), filter.From);
    }

    private static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
