using AngleSharp.Dom;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Prompts.Safety;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Tests.Prompts.Safety;

public sealed class SafetySectionTests : DraftScreen
{
    private readonly DraftSession draft = Draft(A.Document().WithPrompt());

    [Fact]
    public void Voice_can_be_limited_given_a_model_and_switched_off()
    {
        var section = Section<VoiceSection>();

        section.Find("[data-place='/media/longestVoiceMinutes']").Change("3");
        section.Find("[data-place='/media/voiceModel']").Change(" groq:whisper-large-v3 ");
        Assert.Equal((3, "groq:whisper-large-v3"), (draft.Document.Media.LongestVoiceMinutes, draft.Document.Media.VoiceModel));
        section.Find("[data-place='/media/voiceModel']").Change("  ");
        Assert.Null(draft.Document.Media.VoiceModel);

        Switch(section, "Listen to voice messages").Change(false);
        Assert.False(draft.Document.Media.HearsVoice);
        section.WaitForAssertion(() => Assert.Empty(section.FindAll("[data-place]")));
    }

    [Fact]
    public void Photos_and_documents_are_switched_and_a_blind_model_is_named()
    {
        var section = Section<FilesSection>();
        Assert.Empty(section.FindAll(".alert"));
        Switch(section, "Look at photos").Change(false);
        Switch(section, "Read documents").Change(false);
        Assert.Equal((false, false), (draft.Document.Media.SeesPhotos, draft.Document.Media.ReadsDocuments));

        var blind = Draft(A.Document().WithPrompt() with { Prompt = new PromptSettings { Model = "gpt-3.5-turbo" } });
        Assert.Contains("gpt-3.5-turbo", Show<FilesSection>(blind).Find(".alert").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_words_is_written_one_to_a_line()
    {
        var section = Section<ModerationSection>();
        Assert.Empty(section.FindAll("textarea"));

        Choice(section, "A list of words").Change(true);
        Assert.Equal(ModerationKind.Words, draft.Document.Safety.Moderation);
        section.WaitForElement("textarea").Change(" Casino \n\neasy money, CASINO;dice");

        Assert.Equal(["Casino", "easy money", "dice"], draft.Document.Safety.Words);
        section.WaitForAssertion(() => Assert.Contains("3 words", section.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_list_is_an_error_where_it_stands()
    {
        var section = Section<ModerationSection>();

        Choice(section, "A list of words").Change(true);

        section.WaitForAssertion(() => Assert.NotEqual("", section.Find(".error").TextContent.Trim()));
    }

    [Fact]
    public void What_happens_then_is_chosen_beside_who_checks()
    {
        var section = Section<ModerationSection>();
        Choice(section, "OpenAI’s moderation").Change(true);
        section.WaitForElement("textarea");

        Switch(section, "Check AI’s answers, too").Change(true);
        Switch(section, "Ask for a person").Change(true);
        Switch(section, "Tell me").Change(true);

        Assert.Equal(
            new SafetySettings
            {
                Moderation = ModerationKind.Provider,
                ChecksAnswers = true,
                AsksHuman = true,
                TellsOwner = true,
            },
            draft.Document.Safety with
            {
                Words = new SafetySettings().Words,
            }
        );
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("0", null)]
    [InlineData("", null)]
    public void Limits_are_numbers_and_nothing_is_none(string typed, int? expected)
    {
        var section = Section<ContactLimitsSection>();

        section.Find("[data-place='/safety/messagesPerMinute']").Change(typed);
        section.Find("[data-place='/safety/answersPerDay']").Change(typed);

        Assert.Equal((expected, expected), (draft.Document.Safety.MessagesPerMinute, draft.Document.Safety.AnswersPerDay));
    }

    [Fact]
    public void A_limit_that_is_none_is_said_at_its_field()
    {
        var section = Section<ContactLimitsSection>();

        section.Find("[data-place='/safety/messagesPerMinute']").Change("100000");

        section.WaitForAssertion(() => Assert.Contains("600", section.Find(".error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_may_only_look_changes_nothing()
    {
        var viewed = Draft(A.Document().WithPrompt(), Role.Viewer);

        Assert.NotNull(Switch(Show<VoiceSection>(viewed), "Listen to voice messages").GetAttribute("disabled"));
        Assert.NotNull(Show<ModerationSection>(viewed).Find("fieldset").GetAttribute("disabled"));
        Assert.NotNull(Show<ContactLimitsSection>(viewed).Find("input").GetAttribute("readonly"));
    }

    [Theory]
    [InlineData("/media/longestVoiceMinutes")]
    [InlineData("/safety/words/3")]
    [InlineData("/keptAnswers/hours")]
    public void Problems_lead_to_the_page(string place) => Assert.Equal("prompt/safety", DraftPlace.Of(draft.Document, place).Section);

    private IRenderedComponent<TSection> Section<TSection>()
        where TSection : IComponent => Show<TSection>(draft);

    private static IElement Switch<TSection>(IRenderedComponent<TSection> section, string label)
        where TSection : IComponent =>
        section.FindAll("label.switch").Single(each => each.QuerySelector("b")!.TextContent == label).QuerySelector("input")!;

    private static IElement Choice<TSection>(IRenderedComponent<TSection> section, string title)
        where TSection : IComponent =>
        section.FindAll("label.option").Single(each => each.QuerySelector("b")!.TextContent == title).QuerySelector("input")!;
}
