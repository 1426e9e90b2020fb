using System.Text.RegularExpressions;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Mail;

/// <summary>Every e-mail that the product may send, in every language, over the wire to a mail server and read there.</summary>
public sealed class AllMailsTests(WithMailServer acts) : ActTest(acts), IClassFixture<WithMailServer>
{
    [Theory]
    [InlineData("en")]
    [InlineData("uk")]
    [InlineData("ru")]
    [InlineData("pl")]
    [InlineData("de")]
    public async Task Arrives_whole_in_its_language_as_a_page_for_a_phone_and_as_text(string language)
    {
        var samples = acts.Services.GetServices<IMailSamples>().SelectMany(feature => feature.All()).ToList();
        Assert.True(samples.Count > 15, $"Only {samples.Count} samples were found");
        foreach (var sample in samples)
        {
            var content = InLanguage.Say(language, sample.Content);
            var to = $"{sample.Kind}.{language}@example.org";
            await acts
                .Services.GetRequiredService<Mails>()
                .EnqueueAsync(new MailToSend(to, language, sample.Kind, content) { AccountId = AccountId }, Ct);
            await acts.RunDueJobsAsync(AccountId, Mails.SendKind);

            var mail = Assert.Single(acts.Smtp.Mails, mail => mail.To == to);
            Assert.Equal(content.Subject, mail.Subject);
            Assert.Contains($"lang=\"{language}\"", mail.Html, StringComparison.Ordinal);
            Assert.Contains("width=device-width", mail.Html, StringComparison.Ordinal);
            Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
            Assert.All(
                [mail.Subject, mail.Text, mail.Html],
                text =>
                {
                    Assert.DoesNotMatch(new Regex(@"\{\d\}"), text);
                    Assert.DoesNotContain($"mail.{sample.Kind.Split('.')[^1]}", text, StringComparison.Ordinal);
                }
            );
            if (content.Button is { } button)
            {
                Assert.Contains(button.Url, mail.Text, StringComparison.Ordinal);
            }
        }
    }
}
