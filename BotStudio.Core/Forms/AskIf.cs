using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Core.Forms;

/// <summary>When a question is asked: what has to be true of earlier answers.</summary>
public sealed record AskIf
{
    public const int MaxConditions = 10;

    public ConditionMatch Match { get; init; }

    public IReadOnlyList<FieldCondition> Conditions { get; init; } = [];

    public void Check(DocumentCheck check, string place, IReadOnlyList<FormField> earlier)
    {
        if (Conditions.Count is 0 or > MaxConditions)
        {
            check.Add("fields.condition_count", place, MaxConditions);
        }

        for (var i = 0; i < Conditions.Count; i++)
        {
            Conditions[i].Check(check, $"{place}/conditions/{i}", earlier);
        }
    }

    /// <param name="answers">The answers to earlier questions that are asked.</param>
    public bool Holds(Form form, IReadOnlyDictionary<string, Answer> answers, DateOnly today)
    {
        return Match == ConditionMatch.All ? Conditions.All(HoldsOne) : Conditions.Any(HoldsOne);

        bool HoldsOne(FieldCondition condition) => condition.Holds(form, answers, today);
    }

    /// <summary>In one line, for comparing versions.</summary>
    internal string Written(Form form, BotDocument document) =>
        string.Join(Match == ConditionMatch.All ? " & " : " | ", Conditions.Select(condition => condition.Written(form, document)));

    internal AskIf WithIds(Func<string, string> renewed) =>
        this with
        {
            Conditions =
            [
                .. Conditions.Select(condition =>
                    condition with
                    {
                        FieldId = renewed(condition.FieldId),
                        Value = condition.Value is null ? null : renewed(condition.Value),
                    }
                ),
            ],
        };
}

public enum ConditionMatch
{
    All,
    Any,
}

/// <summary>How an earlier answer is compared.</summary>
public enum ConditionOperator
{
    Answered,
    NotAnswered,

    /// <summary>The same; texts without regard to case.</summary>
    Equals,
    NotEquals,

    /// <summary>Of a text: it has this in it. Of several choices: this is among them.</summary>
    Contains,
    NotContains,
    Greater,
    Less,
}

/// <summary>One comparison with the answer to an earlier question.</summary>
public sealed record FieldCondition
{
    public const int MaxValueLength = 200;

    public required string FieldId { get; init; }

    public ConditionOperator Operator { get; init; }

    /// <summary>
    /// What the answer is compared with, in a form that no language changes: the id of an option, <c>1000.5</c>, <c>2026-12-31</c>, a text.
    /// </summary>
    public string? Value { get; init; }

    internal bool ComparesValue => Operator is not (ConditionOperator.Answered or ConditionOperator.NotAnswered);

    internal void Check(DocumentCheck check, string place, IReadOnlyList<FormField> earlier)
    {
        if (earlier.FirstOrDefault(field => field.Id == FieldId) is not { } field)
        {
            check.Add("fields.condition_not_earlier", place + "/fieldId");
        }
        else if (!field.Operators.Contains(Operator))
        {
            check.Add("fields.condition_operator", place + "/operator");
        }
        else if (
            ComparesValue && (string.IsNullOrWhiteSpace(Value) || Value.Length > MaxValueLength || !field.CanBeComparedWith(Value.Trim()))
        )
        {
            check.Add("fields.condition_value", place + "/value");
        }
    }

    /// <summary>What was not answered differs from everything and is greater or less than nothing.</summary>
    internal bool Holds(Form form, IReadOnlyDictionary<string, Answer> answers, DateOnly today)
    {
        var isAnswered = answers.TryGetValue(FieldId, out var answer) && !answer.IsSkipped;
        return Operator switch
        {
            ConditionOperator.Answered => isAnswered,
            ConditionOperator.NotAnswered => !isAnswered,
            ConditionOperator.NotEquals or ConditionOperator.NotContains when !isAnswered => true,
            _ => isAnswered && form.Field(FieldId) is { } field && field.Holds(Operator, answer!, (Value ?? "").Trim(), today),
        };
    }

    internal string Written(Form form, BotDocument document)
    {
        var field = form.Field(FieldId);
        var sign = Operator switch
        {
            ConditionOperator.Answered => "✓",
            ConditionOperator.NotAnswered => "∅",
            ConditionOperator.Equals => "=",
            ConditionOperator.NotEquals => "≠",
            ConditionOperator.Contains => "∋",
            ConditionOperator.NotContains => "∌",
            ConditionOperator.Greater => ">",
            _ => "<",
        };
        var value = ComparesValue ? " " + (field?.ConditionValueIn(document, Value ?? "") ?? Value) : "";
        return $"{field?.NameIn(document) ?? FieldId} {sign}{value}";
    }
}
