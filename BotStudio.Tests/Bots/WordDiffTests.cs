using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using FsCheck;
using FsCheck.Fluent;

namespace BotStudio.Tests.Bots;

public sealed class WordDiffTests
{
    [Fact]
    public void Only_the_words_that_changed_are_marked()
    {
        Assert.Equal(
            [
                new WordRun(WordState.Kept, "We open at "),
                new WordRun(WordState.Removed, "9"),
                new WordRun(WordState.Added, "10"),
                new WordRun(WordState.Kept, " o'clock on"),
                new WordRun(WordState.Added, " working"),
                new WordRun(WordState.Kept, " days."),
            ],
            WordDiff.Between("We open at 9 o'clock on days.", "We open at 10 o'clock on working days.")
        );
    }

    [Fact]
    public void Words_are_words_in_any_script()
    {
        Assert.Equal(
            [new WordRun(WordState.Removed, "Вітаю"), new WordRun(WordState.Added, "Привіт"), new WordRun(WordState.Kept, ", друже!")],
            WordDiff.Between("Вітаю, друже!", "Привіт, друже!")
        );
    }

    [Theory]
    [InlineData("at 9 am", "at 10 pm", "at [9 am|10 pm]")]
    [InlineData("Call us to order", "Write to the kitchen", "[Call us to order|Write to the kitchen]")]
    [InlineData("Ми не працюємо у неділю.", "Субота не робочий день.", "[Ми не працюємо у неділю|Субота не робочий день].")]
    [InlineData("We sell red bikes", "We rent red cars", "We [sell|rent] red [bikes|cars]")]
    [InlineData("the price of the espresso", "the espresso", "the [price of the |]espresso")]
    [InlineData("one\ntwo", "three\nfour", "[one|three]\n[two|four]")]
    public void A_rewritten_passage_is_no_patchwork_of_tiny_words(string before, string after, string expected) =>
        Assert.Equal(
            expected,
            System.Text.RegularExpressions.Regex.Replace(
                string.Concat(
                    WordDiff
                        .Between(before, after)
                        .Select(run =>
                            run.State switch
                            {
                                WordState.Removed => $"[{run.Text}|]",
                                WordState.Added => $"[|{run.Text}]",
                                _ => run.Text,
                            }
                        )
                ),
                @"\|\]\[\|",
                "|"
            )
        );

    [Fact]
    public void Long_texts_that_have_nothing_in_common_are_replaced_whole()
    {
        var before = string.Join(' ', Enumerable.Range(0, 4000).Select(i => $"a{i}"));
        var after = string.Join(' ', Enumerable.Range(0, 4000).Select(i => $"b{i}"));

        Assert.Equal([new WordRun(WordState.Removed, before), new WordRun(WordState.Added, after)], WordDiff.Between(before, after));
    }

    [Fact]
    public void In_the_longest_prompts_only_the_words_that_changed_are_marked()
    {
        var lines = Enumerable.Range(0, 500).Select(i => $"Rule {i}: be brief, be kind, and never promise what we cannot keep.").ToList();
        var before = string.Join('\n', lines);
        lines[2] = lines[2].Replace("brief", "short", StringComparison.Ordinal);
        lines.RemoveAt(250);
        lines[480] = lines[480].Replace("kind", "friendly", StringComparison.Ordinal);
        var after = string.Join('\n', lines);

        var runs = WordDiff.Between(before, after);

        Assert.Equal(before, Text(runs, WordState.Removed));
        Assert.Equal(after, Text(runs, WordState.Added));
        Assert.Equal(["short", "friendly"], runs.Where(run => run.State == WordState.Added).Select(run => run.Text));
        Assert.Equal(3, runs.Count(run => run.State == WordState.Removed));
    }

    [Fact]
    public void The_runs_always_make_up_both_texts()
    {
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                ArbMap.Default.ArbFor<NonNull<string>>(),
                (before, after) =>
                {
                    var runs = WordDiff.Between(before.Get, after.Get);
                    Assert.Equal(before.Get, Text(runs, WordState.Removed));
                    Assert.Equal(after.Get, Text(runs, WordState.Added));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static string Text(IReadOnlyList<WordRun> runs, WordState state) =>
        string.Concat(runs.Where(run => run.State == WordState.Kept || run.State == state).Select(run => run.Text));
}
