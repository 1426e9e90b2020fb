using BotStudio.Core.Localization;
using BotStudio.Core.Simulator.Demo;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Landing.Demo;

/// <summary>The talk with the demo bot, one message a call. Without account, cookie or antiforgery token: it changes nothing.</summary>
internal static class DemoEndpoints
{
    public const string Path = "/demo/messages";

    private const int MaxBodyBytes = 16 * 1024;

    public static void MapDemo(this IEndpointRouteBuilder site) =>
        site.MapPost(Path, Answer).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes)).DisableAntiforgery();

    private static Results<Ok<DemoOutput>, ProblemResult> Answer(
        DemoInput input,
        HttpContext http,
        TalkToDemo demo,
        DemoTalks talks,
        VisitorLimits limits,
        IStringLocalizer<DemoText> texts
    )
    {
        if (limits.TakeDemoMessage(http) is { } tooMany)
        {
            return tooMany.ToResult();
        }

        var language = Languages.IsKnown(input.Language) ? input.Language! : Languages.Default;
        var talk = talks.Open(input.Talk);
        var id = input.MessageId is { Length: > 0 and <= 16 } named ? named : "0";
        var answer = input.Tap is { Length: > 0 and <= 64 } tap
            ? demo.Tap(language, talk, tap, id)
            : demo.Say(language, talk, input.Text ?? "", id);
        return TypedResults.Ok(
            InLanguage.Say(
                language,
                () => new DemoOutput([.. answer.Messages.Select(DemoLine.Of)], OwnersView.Of(answer, texts), talks.Seal(answer.After))
            )
        );
    }
}

/// <param name="Text">What the visitor wrote; or</param>
/// <param name="Tap">the data of the button that they tapped.</param>
/// <param name="MessageId">The page's own number of the message, or of the bubble with the button.</param>
/// <param name="Talk">As it came with the last answer; nothing at the beginning.</param>
public sealed record DemoInput(string? Language, string? Text, string? Tap, string? MessageId, string? Talk);

public sealed record DemoOutput(IReadOnlyList<DemoLine> Messages, OwnersView Owner, string Talk);
