using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>A turn learned something about its contact. What is not said stays as it is.</summary>
public sealed record ContactChange : TurnEffect
{
    /// <summary>Telegram's limit of a deep link's payload.</summary>
    public const int MaxSourceLength = 64;

    public string? Language { get; init; }

    /// <summary>Back to the language that their client reports.</summary>
    public bool ForgetsLanguage { get; init; }

    /// <summary>Kept only when none is known yet: the first touch counts.</summary>
    public string? Source { get; init; }

    /// <summary>Values by key; null takes the field out.</summary>
    public IReadOnlyDictionary<string, string?> Fields { get; init; } = new Dictionary<string, string?>();

    public IReadOnlyList<string> AddTags { get; init; } = [];

    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary>True: nothing unasked is sent to them any more; false: it is again.</summary>
    public bool? IsStopped { get; init; }

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            update contacts set
                language = case when $4 then null else coalesce($5, language) end,
                source = coalesce(source, $6),
                fields = (fields || $7) - $8,
                tags = array(select distinct tag from unnest(tags || $9) tag where tag <> all($10) order by tag),
                stopped_at = case when $11 then coalesce(stopped_at, $12) when not $11 then null else stopped_at end
            where id = $3 and {WhileLeased}
            """
        );
        var set = Fields.Where(field => field.Value is not null).ToDictionary(field => field.Key, field => field.Value!);
        var parameters = statement.Parameters;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.ContactId });
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = ForgetsLanguage });
        parameters.Add(Nullable(Language, NpgsqlDbType.Text));
        parameters.Add(Nullable(Source, NpgsqlDbType.Text));
        parameters.Add(
            new NpgsqlParameter<string>
            {
                TypedValue = JsonSerializer.Serialize(set, ConversationJson.Default.DictionaryStringString),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            }
        );
        parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = [.. Fields.Where(field => field.Value is null).Select(field => field.Key)] }
        );
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. AddTags] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. RemoveTags] });
        parameters.Add(Nullable(IsStopped, NpgsqlDbType.Boolean));
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        return statement;
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
