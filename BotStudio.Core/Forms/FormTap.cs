namespace BotStudio.Core.Forms;

/// <summary>What a tapped button of a form means.</summary>
public enum FormTapKind
{
    /// <summary>Chooses the option, the day or the default in <see cref="FormTap.Argument"/>.</summary>
    Choose = 'c',

    /// <summary>Ticks or unticks the option.</summary>
    Tick = 't',

    /// <summary>What is ticked is the answer.</summary>
    Ticked = 'k',

    /// <summary>Wants to answer in own words.</summary>
    Other = 'o',

    /// <summary>Takes what is suggested.</summary>
    Suggested = 'u',

    /// <summary>Turns to another part of the buttons: a page of options, a month (<c>202612</c>), years (<c>y202012</c>).</summary>
    Turn = 'v',
    Back = 'b',
    Skip = 's',

    /// <summary>Leaves the answer as it is.</summary>
    Keep = 'e',
    Cancel = 'x',
    Continue = 'g',

    /// <summary>Gives up this form and begins the one in the argument.</summary>
    StartOther = 'n',
    Send = 'f',

    /// <summary>In the summary: which answer? The argument is the page.</summary>
    ChooseAnswer = 'w',

    /// <summary>Goes to the question to answer it again.</summary>
    Change = 'q',

    /// <summary>From the choice of an answer back to the summary.</summary>
    Summary = 'z',

    /// <summary>Shows something and does nothing.</summary>
    Nothing = '-',
}

/// <summary>
/// The data of a form's button: <c>f:token:kind:field:argument</c>, at most 61 bytes (Telegram takes 64). Contacts can forge it, so it only ever
/// says what they could have said themselves.
/// </summary>
/// <param name="Token">See <see cref="FormProgress.Token"/>.</param>
/// <param name="FieldId">Empty for a button that is about the whole form.</param>
public sealed record FormTap(string Token, FormTapKind Kind, string FieldId = "", string Argument = "")
{
    private const string Prefix = "f:";

    public string Data => $"{Prefix}{Token}:{(char)Kind}:{FieldId}:{Argument}";

    /// <returns>Null for data that no form sent.</returns>
    public static FormTap? Parse(string? data)
    {
        if (data is null || !data.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = data[Prefix.Length..].Split(':');
        return
            parts is [{ Length: FormProgress.TokenLength } token, { Length: 1 } kind, var field, var argument]
            && Enum.IsDefined((FormTapKind)kind[0])
            ? new FormTap(token, (FormTapKind)kind[0], field, argument)
            : null;
    }
}
