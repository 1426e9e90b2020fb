using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Tools;
using BotStudio.Tests.Ai.Tools;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Tests.Tools;

namespace BotStudio.Tests.Prompts.Tools;

/// <summary>A program makes a tool work: gives its secret, looks at what the model may call, and calls it once to see.</summary>
public sealed class ToolEndpointTests(LiveTools app) : IClassFixture<LiveTools>, IAsyncLifetime
{
    private ApiUser user = null!;
    private string address = "";

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        var tool = ToolDocuments.OrderStatus(app.Owner.At("/orders/") + "{{order}}") with
        {
            Headers =
            [
                new ToolHeader
                {
                    Id = "h1",
                    Name = "Authorization",
                    IsSecret = true,
                },
            ],
        };
        var document = ToolDocuments.With(tool).WithBuiltIn("ask_human");
        var id = (await app.RunAsync(user.AccountId, (CreateBot act) => act.RunAsync(document, default))).Value;
        address = $"/api/v1/bots/{id}/tools";
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_the_model_may_call_is_listed_as_it_sees_it()
    {
        var listed = await user.GetAsync(address);

        listed.AssertIs(HttpStatusCode.OK);
        Assert.Equal("ask_human", listed["0.name"]!.GetValue<string>());
        Assert.True(listed["0.isBuiltIn"]!.GetValue<bool>());
        Assert.Equal("order_status", listed["1.name"]!.GetValue<string>());
        Assert.Equal("integer", listed["1.parameters.properties.order.type"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_secret_is_given_used_and_never_given_out()
    {
        const string Secret = "Bearer sk-owner-123456-wxyz";
        (await user.PostAsync($"{address}/order_status/test", new { Arguments = new { Order = 117 } })).AssertIs(HttpStatusCode.OK);
        Assert.Empty(app.Owner.Requests);

        var kept = await user.PutAsync($"{address}/secrets/h1", new { Value = Secret, Url = app.Owner.At("/orders/1") });
        kept.AssertIs(HttpStatusCode.OK);
        Assert.Equal("wxyz", kept["hint"]!.GetValue<string>());
        Assert.DoesNotContain("sk-owner", (await user.GetAsync($"{address}/secrets")).Body!.ToJsonString(), StringComparison.Ordinal);

        app.Owner.Next(OwnerAnswer.Json($$"""{"state":"on its way","you":"{{Secret}}"}"""));
        var tried = await user.PostAsync($"{address}/t1/test", new { Arguments = new { Order = 117 } });

        tried.AssertIs(HttpStatusCode.OK);
        Assert.Equal(200, tried["status"]!.GetValue<int>());
        Assert.Equal("on its way", tried["told.data.state"]!.GetValue<string>());
        Assert.DoesNotContain("sk-owner", tried.Body!.ToJsonString(), StringComparison.Ordinal);
        var request = await app.Owner.RequestAsync();
        Assert.Equal(("/orders/117", Secret), (request.Path, request.Headers["Authorization"]));
        Assert.Equal("true", request.Headers["X-BotStudio-Test"]);
        Assert.Contains("webhook-signature", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);

        (await user.DeleteAsync($"{address}/secrets/h1")).AssertIs(HttpStatusCode.NoContent);
        (await user.DeleteAsync($"{address}/secrets/h1")).AssertIs(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        (await user.PostAsync($"{address}/no_such/test", new { })).AssertIs(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(
            "tools.wrong_arguments",
            (await user.PostAsync($"{address}/order_status/test", new { Arguments = new { Order = "soon" } })).Code
        );
        Assert.Equal("tools.bad_url", (await user.PutAsync($"{address}/secrets/h1", new { Value = "x", Url = "ftp://example.com" })).Code);
    }
}
