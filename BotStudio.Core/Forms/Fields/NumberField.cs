using System.Globalization;
using BotStudio.Core.Bots;

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

    private static int Fit(int decimals) => Math.Clamp(decimals, 0, MaxDecimals);
}
