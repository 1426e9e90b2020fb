using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Forms;

/// <summary>That a form was filled in, for the members who want to hear of it: handled where notices are, which forms do not know.</summary>
public sealed record EntryNews(Guid BotId, string BotName, string FormName, string ContactName, Guid ContactId, Guid? EntryId)
{
    public const string JobKind = "forms.entry_news";

    internal static EntryNews Read(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, EntryNewsJson.Default.EntryNews)!;
}

/// <summary>Leaves the telling to a job.</summary>
public sealed record TellOfEntryLater(FinishedForm Form) : TurnEffect
{
    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var bot = scope.Conversation.BotId;
        var news = new EntryNews(
            bot,
            Form.BotName,
            Form.FormName,
            Form.ContactName,
            scope.Conversation.ContactId,
            Form.IsKept ? Form.EntryId : null
        );
        var payload = JsonSerializer.SerializeToUtf8Bytes(news, EntryNewsJson.Default.EntryNews);
        return new LaterJob(new NewJob(scope.Conversation.AccountId, EntryNews.JobKind, payload) { SubjectId = bot }).ToSql(scope);
    }
}

[JsonSerializable(typeof(EntryNews))]
internal sealed partial class EntryNewsJson : JsonSerializerContext;
