using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BotStudio.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Layout;

public sealed class ErrorPageTests(ErrorPageTests.CrashingApp app) : IClassFixture<ErrorPageTests.CrashingApp>
{
    [Theory]
    [InlineData("en", "There is no such page")]
    [InlineData("uk", "Такої сторінки немає")]
    [InlineData("de", "Diese Seite gibt es nicht")]
    public async Task An_address_that_leads_nowhere_is_a_404_with_a_page_that_helps(string language, string title)
    {
        using var answer = await OpenAsync("/nothing/here", language);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains("href=\"/app\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_picture_is_not_answered_with_a_page()
    {
        using var answer = await app.NewVisitor().GetAsync(new Uri("/images/none.png", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_program_gets_a_problem_document_for_an_unknown_address()
    {
        using var answer = await app.NewVisitor().GetAsync(new Uri("/api/v1/nothing", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("not_found", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]);
    }

    [Fact]
    public async Task A_crash_says_nothing_of_its_cause_and_gives_a_number()
    {
        using var answer = await OpenAsync("/crash", "en");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("The mistake is on our side", page, StringComparison.Ordinal);
        Assert.Contains("Number of this error", page, StringComparison.Ordinal);
        Assert.DoesNotContain(CrashingApp.Secret, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_learns_of_a_crash_by_a_problem_document()
    {
        using var answer = await app.NewVisitor().GetAsync(new Uri("/api/crash", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var problem = await answer.Content.ReadAsStringAsync();
        Assert.Equal("server_error", (string?)JsonNode.Parse(problem)!["code"]);
        Assert.DoesNotContain(CrashingApp.Secret, problem, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> OpenAsync(string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd(language);
        return await app.NewVisitor().SendAsync(request);
    }

    public sealed class CrashingApp : App
    {
        public const string Secret = "connection string of the cause";

        protected override void Configure(IServiceCollection services) => services.AddSingleton<IStartupFilter, Crash>();

        private sealed class Crash : IStartupFilter
        {
            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
                app =>
                {
                    next(app);
                    app.Run(http =>
                        http.Request.Path.Value!.EndsWith("/crash", StringComparison.Ordinal)
                            ? throw new InvalidOperationException(Secret)
                            : Ended(http)
                    );
                };

            private static Task Ended(HttpContext http)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        }
    }
}
