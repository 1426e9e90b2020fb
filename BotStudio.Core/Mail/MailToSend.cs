namespace BotStudio.Core.Mail;

/// <summary>An e-mail that a feature wants sent. The feature says what is in it; how it looks is the same for all.</summary>
/// <param name="Language">Of the reader, a code of <see cref="Localization.Languages"/>: the content is in it already.</param>
/// <param name="Kind">What it is about, for the log: <c>bots.problem</c>.</param>
public sealed record MailToSend(string To, string Language, string Kind, MailContent Content)
{
    /// <summary>Whose it is; the empty id for the platform's own, such as links to sign in.</summary>
    public Guid AccountId { get; init; }

    /// <summary>Of whom it tells: it is forgotten with them. Null for what tells of no contact.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>Its link lets whoever has it in, so the text is forgotten once it is sent.</summary>
    public bool HoldsSecret { get; init; }
}

/// <summary>What an e-mail says, as plain texts.</summary>
/// <param name="Heading">The first thing that is read; one short line.</param>
/// <param name="Footnote">Why the reader gets it.</param>
public sealed record MailContent(string Subject, string Heading, IReadOnlyList<string> Paragraphs, string Footnote)
{
    /// <summary>Lines of a table: what a form was answered with, say.</summary>
    public IReadOnlyList<MailFact> Facts { get; init; } = [];

    /// <summary>The one thing to do; null when there is nothing.</summary>
    public MailButton? Button { get; init; }
}

/// <param name="Value">May have several lines.</param>
public sealed record MailFact(string Name, string Value);

/// <param name="Url">Absolute http or https address.</param>
public sealed record MailButton(string Text, string Url);
