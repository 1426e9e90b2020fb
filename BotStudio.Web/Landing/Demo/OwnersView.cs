using System.Globalization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Simulator.Demo;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Landing.Demo;

/// <summary>What the owner of a bot would see of an answer: why it was given, how long it took, what came in.</summary>
/// <param name="Title">Of what came in; null while nothing did.</param>
/// <param name="State">"in_progress", "completed" or "person" for the colour of the title.</param>
public sealed record OwnersView(string Why, string Took, string? Title, string? State, IReadOnlyList<OwnersFact> Facts)
{
    /// <summary>In the language of the moment.</summary>
    public static OwnersView Of(DemoAnswer answer, IStringLocalizer<DemoText> texts) =>
        new(
            WhyOf(answer.Reason, texts),
            texts["took", Math.Max(0.1, answer.Took.TotalMilliseconds).ToString("0.0", CultureInfo.CurrentCulture)],
            TitleOf(answer, texts),
            StateOf(answer),
            [
                .. (answer.Entry?.Answers ?? [])
                    .Where(given => given.Text.Length > 0)
                    .Select(given => new OwnersFact(given.Label, given.Text)),
            ]
        );

    private static string WhyOf(ReplyReason reason, IStringLocalizer<DemoText> texts) =>
        reason.Step switch
        {
            ReplyStep.Command => texts["why.command", "/" + reason.Command],
            ReplyStep.Trigger => texts["why.trigger", "/" + reason.Command],
            ReplyStep.Button => texts["why.button"],
            ReplyStep.Form => texts["why.form"],
            ReplyStep.StaleButton => texts["why.stale"],
            _ => texts["why.fallback"],
        };

    private static string? TitleOf(DemoAnswer answer, IStringLocalizer<DemoText> texts) =>
        answer.WantsPerson
            ? texts["entry.person"].Value
            : answer.Entry?.Status switch
            {
                null => null,
                EntryStatus.Completed => texts["entry.completed"].Value,
                EntryStatus.InProgress => texts["entry.in_progress"].Value,
                _ => texts["entry.cancelled"].Value,
            };

    private static string? StateOf(DemoAnswer answer) =>
        answer.WantsPerson ? "person"
        : answer.Entry is null ? null
        : answer.Entry.Status == EntryStatus.Completed ? "completed"
        : "in_progress";
}

public sealed record OwnersFact(string Label, string Text);
