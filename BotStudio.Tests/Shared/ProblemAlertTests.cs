using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

public sealed class ProblemAlertTests : Screen
{
    [Fact]
    public void It_says_the_problem_in_the_readers_language()
    {
        Read("de");

        var alert = Render<ProblemAlert>(p => p.Add(x => x.Problem, Problem.NotFound));

        Assert.StartsWith("Das gibt es nicht mehr", alert.Find("[role=alert] p").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_problem_there_is_nothing()
    {
        Assert.Empty(Render<ProblemAlert>().Markup.Trim());
        Assert.Empty(Render<ProblemAlert>(p => p.Add(x => x.Problems, [])).Markup.Trim());
    }

    [Fact]
    public void Several_problems_are_a_list()
    {
        var alert = Render<ProblemAlert>(p => p.Add(x => x.Problems, [Problem.NotFound, new Problem("other")]));

        Assert.Equal(2, alert.FindAll("[role=alert] li").Count);
    }
}
