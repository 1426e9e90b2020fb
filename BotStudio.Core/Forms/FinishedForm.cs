using System.Text;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms.Endings;

namespace BotStudio.Core.Forms;

/// <summary>A form that a contact has filled in: what its endings work with, whatever becomes of the form, the contact and the entry.</summary>
public sealed record FinishedForm
{
    public required Guid EntryId { get; init; }

    public required string FormId { get; init; }

    public required string FormName { get; init; }

    public required string BotName { get; init; }

    public int? Version { get; init; }

    public string ContactName { get; init; } = "";

    public string? ContactUsername { get; init; }

    /// <summary>The language the contact was asked in.</summary>
    public required string Language { get; init; }

    /// <summary>The bot's own, in which the answers' labels are.</summary>
    public required string DefaultLanguage { get; init; }

    /// <summary>The answers stay among the form's entries.</summary>
    public bool IsKept { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    public required IReadOnlyList<EntryAnswer> Answers { get; init; }

    internal static FinishedForm Of(TurnContext turn, CompiledForm form, FormProgress finished, IReadOnlyList<AskedField> fields) =>
        new()
        {
            EntryId = finished.EntryId,
            FormId = form.Form.Id,
            FormName = form.Form.Name,
            BotName = turn.Bot.Name,
            Version = turn.Bot.Number,
            ContactName = $"{turn.Message.From.FirstName} {turn.Message.From.LastName}".Trim(),
            ContactUsername = turn.Message.From.Username,
            Language = turn.Language,
            DefaultLanguage = form.DefaultLanguage,
            IsKept = form.KeepsAnswers,
            StartedAt = finished.StartedAt,
            CompletedAt = turn.Now,
            Answers = [.. fields.Select(each => EntryAnswer.Of(each, form.DefaultLanguage))],
        };

    /// <summary>
    /// The answers for a model: JSON, so that nothing a contact writes can pass for an instruction or for another answer.
    /// </summary>
    internal string AsQuestion()
    {
        using var stream = new MemoryStream();
        using (
            var json = new System.Text.Json.Utf8JsonWriter(
                stream,
                new System.Text.Json.JsonWriterOptions
                {
                    Indented = true,
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            json.WriteStartObject();
            json.WriteStartObject("answers_of_the_form");
            foreach (var answer in Answers.DistinctBy(each => each.Label))
            {
                json.WriteString(answer.Label, answer.Text);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

/// <summary>What the job of one ending keeps.</summary>
/// <param name="Ending">JSON of the <see cref="FormEnding"/> as it was when the form was filled in.</param>
public sealed record FinishPayload(FinishedForm Form, string Ending, Guid ContactId, Guid ConversationId, Guid BotId);

/// <summary>What the job of a reminder keeps.</summary>
public sealed record RemindPayload(Guid ConversationId, Guid EntryId, int Minutes);
