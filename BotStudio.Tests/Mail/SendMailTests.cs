using BotStudio.Core.Mail;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Mail;

/// <summary>Core with a mail server of its own.</summary>
public sealed class WithMailServer : Acts
{
    public SmtpServer Smtp { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>
        {
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{Smtp.Port}",
            ["Smtp:From"] = "bots@example.com",
        };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Smtp.DisposeAsync();
    }
}

public sealed class SendMailTests(WithMailServer acts) : ActTest(acts), IClassFixture<WithMailServer>
{
    private static readonly MailContent Content = new(
        "Бот «Кав'ярня» потребує уваги",
        "Щось не так <b>",
        ["Перший абзац.", "Другий & останній."],
        "Ви отримали це, бо керуєте ботом."
    )
    {
        Facts = [new MailFact("Ім'я", "Олена\nПетрівна")],
        Button = new MailButton("Відкрити бота", "https://bots.example.com/app/bots/1?a=1&b=2"),
    };

    [Fact]
    public async Task A_mail_arrives_in_its_language_as_text_and_as_a_page()
    {
        var id = await EnqueueAsync();
        await RunJobsAsync();

        var mail = Assert.Single(acts.Smtp.Mails, mail => mail.To == To);
        Assert.Equal(Content.Subject, mail.Subject);
        Assert.Contains("bots@example.com", mail.Header("From"), StringComparison.Ordinal);
        Assert.Equal($"<{id:n}@example.com>", mail.Header("Message-ID"));
        Assert.Contains("Перший абзац.\r\n\r\nДругий & останній.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Відкрити бота: https://bots.example.com/app/bots/1?a=1&b=2", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<h1>Щось не так &lt;b&gt;</h1>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Якщо кнопка не працює", mail.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://bots.example.com/app/bots/1?a=1&amp;b=2\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Олена<br>Петрівна", mail.Html, StringComparison.Ordinal);
        var row = await MailAsync(id);
        Assert.Equal((MailStatus.Sent, Clock.Now, null), (row.Status, row.SentAt, row.Error));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_with_growing_pauses_and_then_no_more()
    {
        var id = await EnqueueAsync();
        foreach (var pause in OutgoingMail.Pauses)
        {
            acts.Smtp.Next("451 Try again later");
            Assert.Equal(1, await RunJobsAsync());
            Assert.Equal(Clock.Now + pause, (await MailAsync(id)).NextAttemptAt);
            Clock.Advance(pause);
        }

        acts.Smtp.Next("451 Try again later");
        await RunJobsAsync();
        var row = await MailAsync(id);
        Assert.Equal((MailStatus.Failed, OutgoingMail.Pauses.Count + 1), (row.Status, row.Attempts));
        Assert.StartsWith("451", row.Error, StringComparison.Ordinal);
        Assert.Equal(0, await RunJobsAsync());
    }

    [Fact]
    public async Task A_reader_that_does_not_exist_is_tried_once()
    {
        acts.Smtp.Next("550 No such user");
        var id = await EnqueueAsync();
        await RunJobsAsync();

        Assert.Equal(MailStatus.Failed, (await MailAsync(id)).Status);
        Assert.Equal(0, await RunJobsAsync());
    }

    [Fact]
    public async Task What_is_no_address_is_kept_with_the_reason()
    {
        var id = await EnqueueAsync(to: "nobody");

        Assert.Equal((MailStatus.Failed, "mail.bad_address"), ((await MailAsync(id)).Status, (await MailAsync(id)).Error));
        Assert.Equal(0, await RunJobsAsync());
    }

    [Fact]
    public async Task A_subject_cannot_smuggle_headers_in()
    {
        var id = await EnqueueAsync(Content with { Subject = "Hello\r\nBcc: everybody@example.com" });
        await RunJobsAsync();

        Assert.Equal("Hello  Bcc: everybody@example.com", (await MailAsync(id)).Subject);
        var mail = Assert.Single(acts.Smtp.Mails, mail => mail.To == To);
        Assert.DoesNotContain("\r\nBcc:", mail.Source, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Old_mails_are_forgotten()
    {
        var id = await EnqueueAsync();
        await RunJobsAsync();
        Clock.Advance(OutgoingMail.KeptFor + TimeSpan.FromHours(1));

        await ActivatorUtilities.CreateInstance<ForgetMails>(acts.Services).RunOnceAsync(Ct);

        await using var db = OpenDatabase();
        Assert.False(await db.Mails.AnyAsync(mail => mail.Id == id));
    }

    private string To => $"{AccountId:n}@example.org";

    private Task<Guid> EnqueueAsync(MailContent? content = null, string? to = null) =>
        acts
            .Services.GetRequiredService<Mails>()
            .EnqueueAsync(new MailToSend(to ?? To, "uk", "test.mail", content ?? Content) { AccountId = AccountId }, Ct);

    private Task<int> RunJobsAsync() => acts.RunDueJobsAsync(AccountId, Mails.SendKind);

    private async Task<OutgoingMail> MailAsync(Guid id)
    {
        await using var db = OpenDatabase();
        return await db.Mails.AsNoTracking().SingleAsync(mail => mail.Id == id);
    }
}

public sealed class MailNotSetUpTests(Acts acts) : ActTest(acts)
{
    [Fact]
    public async Task Without_a_mail_server_the_mail_is_kept_and_nothing_fails()
    {
        var id = await Acts
            .Services.GetRequiredService<Mails>()
            .EnqueueAsync(
                new MailToSend("olena@example.org", "en", "test.mail", new MailContent("S", "H", ["P"], "F")) { AccountId = AccountId },
                Ct
            );

        await using var db = OpenDatabase();
        Assert.Equal(MailStatus.NotSetUp, (await db.Mails.SingleAsync(mail => mail.Id == id)).Status);
        Assert.Equal(0, await Acts.RunDueJobsAsync(AccountId, Mails.SendKind));
    }
}
