using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

/// <summary>Two texts side by side: a short one whole, of a long one what changed.</summary>
public sealed class FoldedDiffTests : Support.Screen
{
    private static readonly string Long = string.Join(
        '\n',
        Enumerable.Range(1, 60).Select(i => $"{i}. Never promise a discount, whoever asks for it.")
    );

    [Fact]
    public void A_short_text_is_shown_whole()
    {
        var pieces = FoldedDiff.Of(WordDiff.Between("We open at 9.", "We open at 10."));

        Assert.All(pieces, piece => Assert.Equal(0, piece.HiddenWords));
    }

    [Fact]
    public void Of_a_long_one_only_what_stands_around_a_change_is_left()
    {
        var pieces = FoldedDiff.Of(WordDiff.Between(Long, Long.Replace("30. Never", "30. Hardly ever", StringComparison.Ordinal)));

        Assert.Equal([true, false, false, false, false, true], pieces.Select(piece => piece.HiddenWords > 0));
        Assert.Equal((WordState.Removed, "Never"), (pieces[2].State, pieces[2].Text));
        Assert.Equal(Long, string.Concat(pieces.Where(piece => piece.State != WordState.Added).Select(piece => piece.Text)));
        Assert.All(
            pieces.Where(piece => piece is { State: WordState.Kept, HiddenWords: 0 }),
            piece => Assert.InRange(piece.Text.Length, 140, 280)
        );
    }

    [Fact]
    public void It_is_folded_between_lines()
    {
        var pieces = FoldedDiff.Of(WordDiff.Between(Long, Long.Replace("30. Never", "30. Always", StringComparison.Ordinal)));

        Assert.StartsWith("27. ", pieces[1].Text, StringComparison.Ordinal);
        Assert.EndsWith("for it.\n", pieces[^2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_difference_nothing_is_folded_away()
    {
        Assert.Equal(0, Assert.Single(FoldedDiff.Of(WordDiff.Between(Long, Long))).HiddenWords);
    }

    [Fact]
    public void A_click_shows_the_rest_on_both_sides_and_another_one_folds_it_again()
    {
        var view = Render<WordDiffView>(part =>
            part.Add(p => p.Before, Long).Add(p => p.After, Long.Replace("30. Never", "30. Always", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("\n50. ", view.Find(".after p").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Show ", view.FindAll(".before .fold")[0].TextContent, StringComparison.Ordinal);

        view.FindAll(".before .fold")[0].Click();
        Assert.Equal(Long, view.Find(".before p").TextContent);
        Assert.Contains("\n50. ", view.Find(".after p").TextContent, StringComparison.Ordinal);

        view.Find(".fold.all").Click();
        Assert.DoesNotContain("\n50. ", view.Find(".after p").TextContent, StringComparison.Ordinal);
    }
}
