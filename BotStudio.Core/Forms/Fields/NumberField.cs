using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a number, read as the contact's language writes it: <c>1 000,5</c>.</summary>
public sealed record NumberField : FormField
{
    public const int MaxDecimals = 6;

    /// <summary>Ample for money and counts, and far from where a decimal overflows.</summary>
    public const decimal Largest = 1_000_000_000_000_000m;

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    /// <summary>Digits after the decimal sign that an answer may have, 0 to 6.</summary>
    public int Decimals { get; init; }

    /// <summary>Offered as an answer.</summary>
    public decimal? Default { get; init; }

    public override IReadOnlyList<ConditionOperator> Operators =>
        [.. OnlyWhetherAnswered, ConditionOperator.Equals, ConditionOperator.NotEquals, ConditionOperator.Greater, ConditionOperator.Less];

    public override bool CanBeComparedWith(string value) =>
        decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    public override bool Holds(ConditionOperator comparison, Answer answer, string value, DateOnly today)
    {
        var given = ValueOf(answer.Value);
        var other = ValueOf(value);
        return comparison switch
        {
            ConditionOperator.Equals => given == other,
            ConditionOperator.NotEquals => given != other,
            ConditionOperator.Greater => given > other,
            ConditionOperator.Less => given < other,
            _ => false,
        };
    }

    public override Answer? Suggestion(AskedQuestion asked) =>
        Default is { } number && !(number < Min) && !(number > Max) ? Fits(AnswerOf(number), message: null).Answer : null;

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        if (NumberText.Read(message.Text, asked.Language, Decimals) is not { } number || Math.Abs(number.Value) > Largest)
        {
            return Reading.Unfit(asked.Text("forms.say.needs_number", Shown(1234.5m, asked.Culture, Decimals == 0 ? 0 : 1)));
        }

        if (number.Decimals > Decimals)
        {
            return Reading.Unfit(
                Decimals == 0 ? asked.Text("forms.say.number_whole") : asked.Plural("forms.say.number_decimals", Decimals)
            );
        }

        return number.Value < Min ? Reading.Unfit(asked.Text("forms.say.number_min", Shown(Min.Value, asked.Culture)))
            : number.Value > Max ? Reading.Unfit(asked.Text("forms.say.number_max", Shown(Max.Value, asked.Culture)))
            : Fits(AnswerOf(number.Value), message);
    }

    public override string Written(Answer answer, string language, string defaultLanguage) =>
        ValueOf(answer.Value) is { } number ? Shown(number, CultureInfo.GetCultureInfo(language)) : "";

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (Decimals is < 0 or > MaxDecimals)
        {
            check.Add("fields.decimals_range", place + "/decimals", MaxDecimals);
        }

        if (Min is < -Largest or > Largest)
        {
            check.Add("fields.number_too_large", place + "/min");
        }

        if (Max is < -Largest or > Largest)
        {
            check.Add("fields.number_too_large", place + "/max");
        }
        else if (Max < Min)
        {
            check.Add("fields.range_reversed", place + "/max");
        }

        if (Default is { } given && (given < Min || given > Max || Math.Abs(given) > Largest || given != Math.Round(given, Fit(Decimals))))
        {
            check.Add("fields.default_unfit", place + "/default");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name)
    {
        outline.Value(id + "/min", "field_min", DocumentOutline.Number(Min), name);
        outline.Value(id + "/max", "field_max", DocumentOutline.Number(Max), name);
        outline.Value(id + "/decimals", "field_decimals", DocumentOutline.Number(Decimals), name);
        outline.Value(id + "/default", "field_default", DocumentOutline.Number(Default), name);
    }

    private static Answer AnswerOf(decimal number) => new() { Value = number.ToString("0.######", CultureInfo.InvariantCulture) };

    private static decimal? ValueOf(string? invariant) =>
        decimal.TryParse(
            invariant,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    private static string Shown(decimal number, CultureInfo culture, int decimals = MaxDecimals) =>
        number.ToString("#,0." + new string('#', decimals), culture);

    private static int Fit(int decimals) => Math.Clamp(decimals, 0, MaxDecimals);
}
