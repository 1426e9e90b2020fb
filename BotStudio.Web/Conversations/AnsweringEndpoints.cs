using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BotStudio.Web.Conversations;

/// <summary><c>/api/v1/bots/{botId}/conversations/{conversationId}</c>: answering in the bot's place, or as the bot.</summary>
public static class AnsweringEndpoints
{
    public static void MapAnswering(this RouteGroupBuilder bot)
    {
        bot.MapGet("/inbox", CountAsync)
            .WithSummary("Count conversations that need a person")
            .WithDescription("Those whose contact asked for one, and those that somebody took over and that have something new.");

        var conversation = bot.MapGroup("/conversations/{conversationId:guid}");
        conversation
            .MapPost("/messages", SendAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Send a message as the bot")
            .WithDescription(
                "In the chat's order, behind what the bot has said before. Text as it stands, or CommonMark with `form` markdown; a file that was uploaded; a place; buttons. The answer comes before the message has arrived: read it again for its status. With an `Idempotency-Key` header the same message is sent once, however often it is asked for within two days."
            )
            .WithExample(
                """
                {"text":"Your order is **on its way**","form":"markdown","buttons":[[{"text":"Where is it?","command":"track"},{"text":"Our shop","url":"https://shop.example.com"}]]}
                """
            );
        conversation.MapGet("/messages/{messageId:guid}", OpenAsync).WithSummary("Read a message").WithDescription("With what came of it.");
        conversation
            .MapGet("/found", SearchAsync)
            .WithSummary("Search a transcript")
            .WithDescription("Ids of the messages that contain `text`, the latest first.");
        conversation
            .MapPost("/take-over", TakeOverAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Take a conversation over")
            .WithDescription("You answer instead of the bot, which is silent. The contact is told your name.");
        conversation
            .MapPost("/hand-back", HandBackAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Hand a conversation back")
            .WithDescription("The bot answers again, and the contact waits for nobody any more.");
        conversation.MapPost("/read", ReadAsync).Requires(Permission.AnswerPeople).WithSummary("Mark a conversation as read");
    }

    private static async Task<Results<Ok<InboxCounts>, ProblemResult>> CountAsync(Guid botId, CountInbox count, CancellationToken ct) =>
        (await count.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Accepted<MessageRow>, ProblemResult>> SendAsync(
        Guid botId,
        Guid conversationId,
        SendInput input,
        SendAsOperator send,
        OpenMessage open,
        CancellationToken ct,
        [FromHeader(Name = "Idempotency-Key")] string? key = null
    )
    {
        var sent = await send.RunAsync(botId, conversationId, input.ToMessage(key), ct);
        if (!sent.Succeeded)
        {
            return new ProblemResult(sent.Problems);
        }

        var message = await open.RunAsync(botId, conversationId, sent.Value, ct);
        return message.Succeeded
            ? TypedResults.Accepted($"{ApiEndpoints.V1}/bots/{botId}/conversations/{conversationId}/messages/{sent.Value}", message.Value)
            : new ProblemResult(message.Problems);
    }

    private static async Task<Results<Ok<MessageRow>, ProblemResult>> OpenAsync(
        Guid botId,
        Guid conversationId,
        Guid messageId,
        OpenMessage open,
        CancellationToken ct
    ) => (await open.RunAsync(botId, conversationId, messageId, ct)).ToOk();

    private static async Task<Results<Ok<IReadOnlyList<FoundMessage>>, ProblemResult>> SearchAsync(
        Guid botId,
        Guid conversationId,
        SearchTranscript search,
        CancellationToken ct,
        string? text = null
    ) => (await search.RunAsync(botId, conversationId, text, ct)).ToOk();

    private static async Task<Results<Ok<ConversationRow>, ProblemResult>> TakeOverAsync(
        Guid botId,
        Guid conversationId,
        TakeOverConversation takeOver,
        OpenConversation open,
        CancellationToken ct
    ) => await AfterAsync(await takeOver.RunAsync(botId, conversationId, ct), botId, conversationId, open, ct);

    private static async Task<Results<Ok<ConversationRow>, ProblemResult>> HandBackAsync(
        Guid botId,
        Guid conversationId,
        HandBackConversation handBack,
        OpenConversation open,
        CancellationToken ct
    ) => await AfterAsync(await handBack.RunAsync(botId, conversationId, ct), botId, conversationId, open, ct);

    private static async Task<Results<Ok<ConversationRow>, ProblemResult>> ReadAsync(
        Guid botId,
        Guid conversationId,
        MarkRead mark,
        OpenConversation open,
        CancellationToken ct
    ) => await AfterAsync(await mark.RunAsync(botId, conversationId, ct), botId, conversationId, open, ct);

    private static async Task<Results<Ok<ConversationRow>, ProblemResult>> AfterAsync(
        Outcome done,
        Guid botId,
        Guid conversationId,
        OpenConversation open,
        CancellationToken ct
    ) => done.Succeeded ? (await open.RunAsync(botId, conversationId, ct)).ToOk() : new ProblemResult(done.Problems);
}

/// <param name="Text">At most 8,000 characters; may be left out beside a file or a place.</param>
/// <param name="Form">plain (each character as it is) or markdown (CommonMark); plain when left out.</param>
/// <param name="FileId">A file of the bot, see Files. Pictures arrive as photos, voices as voices, everything else as a document.</param>
/// <param name="Place">Where something is; not together with a file.</param>
/// <param name="Buttons">Rows of buttons.</param>
public sealed record SendInput(
    string? Text = null,
    SendForm Form = SendForm.Plain,
    Guid? FileId = null,
    PlaceInput? Place = null,
    IReadOnlyList<IReadOnlyList<ButtonInput>>? Buttons = null
)
{
    internal WrittenMessage ToMessage(string? key) =>
        new()
        {
            Text = Text ?? "",
            Form = Form == SendForm.Markdown ? TextForm.Markdown : TextForm.Plain,
            FileId = FileId,
            Place = Place?.ToMedia(),
            Buttons = Buttons ?? [],
            Key = key,
        };
}

public enum SendForm
{
    Plain,
    Markdown,
}

/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Title">Shown together with the address.</param>
public sealed record PlaceInput(double Latitude, double Longitude, string? Title = null, string? Address = null)
{
    internal MessageMedia ToMedia() =>
        new("location")
        {
            Latitude = Latitude,
            Longitude = Longitude,
            Title = Title,
            Address = Address,
        };
}
