namespace BotStudio.Core.Mail;

/// <summary>An e-mail that the product may send, with made-up values, for an admin to look at in any language.</summary>
/// <param name="Kind">As in <see cref="MailToSend.Kind"/>.</param>
/// <param name="Content">Says it in the language of the thread.</param>
public sealed record MailSample(string Kind, Func<MailContent> Content);

/// <summary>A feature that sends e-mails shows here what they look like.</summary>
public interface IMailSamples
{
    IEnumerable<MailSample> All();
}
