using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Bots.Frame;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Prompts.Safety;

/// <summary>Base of sections that show and change what AI takes, does not answer and keeps.</summary>
public abstract class SafetyPart : DraftPart
{
    [Inject]
    protected ProblemTexts Problems { get; set; } = null!;

    protected MediaSettings Media => Draft.Document.Media;

    protected SafetySettings Rules => Draft.Document.Safety;

    protected KeptAnswerSettings Kept => Draft.Document.KeptAnswers;

    protected string? ProblemAt(string place) => Draft.ProblemAt(place) is { } problem ? Problems.Of(problem) : null;

    protected void EditMedia(Func<MediaSettings, MediaSettings> edit) =>
        Draft.Change(document => document with { Media = edit(document.Media) });

    protected void EditRules(Func<SafetySettings, SafetySettings> edit) =>
        Draft.Change(document => document with { Safety = edit(document.Safety) });

    protected void EditKept(Func<KeptAnswerSettings, KeptAnswerSettings> edit) =>
        Draft.Change(document => document with { KeptAnswers = edit(document.KeptAnswers) });

    /// <summary>What stands in a number field; null for nothing, and for what is none.</summary>
    protected static int? NumberIn(ChangeEventArgs args) =>
        int.TryParse(args.Value as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
