using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Prompts;
using Bunit;

namespace BotStudio.Tests.Prompts;

public sealed class ConversationSectionTests : DraftScreen
{
    private readonly DraftSession draft = Draft(
        A.Document() with
        {
            Prompt = new PromptSettings { IsActive = true, Text = "You help." },
        }
    );

    private PromptSettings Prompt => draft.Document.Prompt;

    [Fact]
    public async Task Streaming_and_summaries_are_switched_off_and_the_draft_has_it()
    {
        var section = Show<ConversationSection>(draft);
        await section.FindAll("[role=switch]")[0].ChangeAsync(new() { Value = false });
        await section.FindAll("[role=switch]")[1].ChangeAsync(new() { Value = false });

        Assert.False(Prompt.Streams);
        Assert.False(Prompt.Summarizes);
    }

    [Fact]
    public async Task How_long_messages_join_is_said_while_it_is_set()
    {
        var section = Show<ConversationSection>(draft);
        Assert.Equal("1.2 s", section.Find("output").TextContent);

        await section.Find("input[type=range]").InputAsync(new() { Value = "2.4" });
        Assert.Equal(("2.4 s", 2.4), (section.Find("output").TextContent, Prompt.QuietSeconds));

        await section.Find("input[type=range]").InputAsync(new() { Value = "0" });
        Assert.Equal(("each by itself", 0), (section.Find("output").TextContent, Prompt.QuietSeconds));
    }
}
