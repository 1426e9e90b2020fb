using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BotStudio.Tests.Support;

/// <summary>Asks axe whether people with a screen reader, a keyboard or weak eyes can use a page: WCAG 2.2 AA.</summary>
public static class Axe
{
    private static readonly AxeRunOptions Wcag22 = new()
    {
        // The only frames are e-mails in a sandbox where nothing runs, axe neither: it would wait for an answer.
        Iframes = false,
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private static readonly AxeRunOptions Contrast = new()
    {
        Iframes = false,
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    /// <summary>Fails with rule, remedy and place of every serious or critical finding.</summary>
    /// <param name="allowed">Ids of rules that a library's own markup breaks; each wants a comment where it is named.</param>
    public static Task AssertNothingSeriousAsync(IPage page, params string[] allowed) => AssertAsync(page, Wcag22, allowed);

    /// <summary>In the other colour scheme nothing else can have changed.</summary>
    public static Task AssertContrastAsync(IPage page) => AssertAsync(page, Contrast, []);

    private static async Task AssertAsync(IPage page, AxeRunOptions rules, string[] allowed)
    {
        // A dialog that is still fading in has no contrast yet. What never ends (a skeleton's shimmer) is left alone.
        await page.EvaluateAsync(
            "() => document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity).forEach(a => a.finish())"
        );
        var result = await page.RunAxe(rules);
        var serious = result
            .Violations.Where(violation => violation.Impact is "serious" or "critical" && !allowed.Contains(violation.Id))
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}\n    {node.Html}"));
        Assert.True(!serious.Any(), $"{page.Url}\n{string.Join('\n', serious)}");
    }
}
