using BotStudio.Core.Bots;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;
using BotStudio.Web.Bots.Frame;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Prompts.Tools;

/// <summary>Base of sections that show and change what the model may call.</summary>
public abstract class ToolsPart : DraftPart
{
    /// <summary>Of the tools in the document.</summary>
    protected const string ToolsPlace = "/prompt/tools";

    [Inject]
    protected ProblemTexts Problems { get; set; } = null!;

    protected ToolSettings Tools => Draft.Document.Prompt.Tools;

    protected string? ProblemAt(string place) => Draft.ProblemAt(place) is { } problem ? Problems.Of(problem) : null;

    protected void EditTools(Func<ToolSettings, ToolSettings> edit) =>
        Draft.Change(document => document with { Prompt = document.Prompt with { Tools = edit(document.Prompt.Tools) } });

    protected void EditTool(string id, Func<HttpTool, HttpTool> edit) =>
        EditTools(tools => tools with { Own = [.. tools.Own.Select(tool => tool.Id == id ? edit(tool) : tool)] });
}
