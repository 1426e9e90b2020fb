using System.Globalization;
using BotStudio.Core.Forms;
using BotStudio.Web.Shared;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Forms.Entries;

/// <summary>How entries are told of.</summary>
public static class EntryWords
{
    public static BadgeTone ToneOf(EntryStatus status) =>
        status switch
        {
            EntryStatus.Completed => BadgeTone.Success,
            EntryStatus.InProgress => BadgeTone.Info,
            _ => BadgeTone.Neutral,
        };

    public static BadgeTone ToneOf(EntryWork work) =>
        work switch
        {
            EntryWork.New => BadgeTone.Accent,
            EntryWork.InWork => BadgeTone.Warning,
            _ => BadgeTone.Success,
        };

    /// <summary>In the largest unit that tells enough.</summary>
    public static string Time(TimeSpan time, IStringLocalizer<EntriesText> texts) =>
        time.TotalMinutes < 1 ? texts["time.seconds", Number(time.TotalSeconds)]
        : time.TotalHours < 1 ? texts["time.minutes", Number(time.TotalMinutes)]
        : time.TotalDays < 1 ? texts["time.hours", Number(time.TotalHours)]
        : texts["time.days", Number(time.TotalDays)];

    private static string Number(double number) => number.ToString("0", CultureInfo.CurrentCulture);
}
