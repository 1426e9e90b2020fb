using BotStudio.Core.Ai.Models;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai.Models;

/// <summary>The platform's list of models: begun by the product, corrected by its admin, with prices that change.</summary>
public sealed class ModelListTests(Acts acts) : ActTest(acts), IClassFixture<Acts>
{
    private SeedModels Seed => Acts.Services.GetRequiredService<SeedModels>();

    private LiveModels Live => Acts.Services.GetRequiredService<LiveModels>();

    [Fact]
    public async Task The_list_begins_with_what_the_product_knows_and_seeding_again_changes_nothing()
    {
        await Seed.RunAsync(Ct);
        await Seed.RunAsync(Ct);

        await using var db = OpenDatabase();
        Assert.Equal(ModelCatalog.Known.Count, await db.AiModels.CountAsync(m => ModelCatalog.Known.Select(k => k.Name).Contains(m.Name)));
        var mini = await FindAsync("gpt-4o-mini");
        Assert.Equal((128_000, 16_384), (mini.ContextTokens, mini.MaxOutputTokens));
        Assert.Equal(new ModelPrice(0.15m, 0.075m, 0.60m), mini.Price);
        Assert.Single(mini.Prices);
    }

    [Fact]
    public async Task What_an_admin_corrected_stays_and_is_asked_with()
    {
        await Seed.RunAsync(Ct);
        var model = await FindAsync("gpt-4");

        await Run((SaveModel act) => act.RunAsync(model.Id, Input(model) with { ContextTokens = 32_768, IsOffered = false }, Ct));
        await Seed.RunAsync(Ct);

        Assert.Equal(
            (32_768, false, true),
            await FindAsync("gpt-4") is var now ? (now.ContextTokens, now.IsOffered, now.IsEdited) : default
        );
        Assert.Equal(32_768, (await Live.FindAsync(Ct)).Limits("openai", "gpt-4-0613").ContextTokens);
    }

    [Fact]
    public async Task A_price_is_valid_from_its_moment_and_what_was_before_stays()
    {
        await Seed.RunAsync(Ct);
        var model = await FindAsync("gpt-4o");
        var next = Clock.Now.AddDays(10);

        await Run((SaveModel act) => act.RunAsync(model.Id, Input(model) with { Price = new(2m, 1m, 8m), PriceValidFrom = next }, Ct));

        var list = await Live.FindAsync(Ct);
        Assert.Equal(new ModelPrice(2.50m, 1.25m, 10m), list.Price("openai", "gpt-4o-2026-01-01", next.AddSeconds(-1)));
        Assert.Equal(new ModelPrice(2m, 1m, 8m), list.Price("openai", "gpt-4o-2026-01-01", next));
    }

    [Fact]
    public async Task A_price_is_not_changed_back_in_time()
    {
        await Seed.RunAsync(Ct);
        var model = await FindAsync("gpt-4.1");

        var outcome = await Run(
            (SaveModel act) =>
                act.RunAsync(model.Id, Input(model) with { Price = new(9m, null, 9m), PriceValidFrom = Clock.Now.AddDays(-1) }, Ct)
        );

        Assert.Equal("models.price_in_the_past", outcome.Problem?.Code);
    }

    [Fact]
    public async Task A_new_model_is_known_by_its_family_and_priced_from_the_beginning()
    {
        await Seed.RunAsync(Ct);
        var added = await Run(
            (SaveModel act) => act.RunAsync(null, new ModelInput("openai", "gpt-9", 2_000_000, 100_000, Price: new(1m, null, 2m)), Ct)
        );
        Assert.True(added.Succeeded, added.Problem?.Code);

        var list = await Live.FindAsync(Ct);
        Assert.Equal(2_000_000, list.Limits("openai", "gpt-9-mini").ContextTokens);
        Assert.Equal(2m, list.Price("openai", "gpt-9-mini", A.Moment)!.Output);
        Assert.Equal(["openai"], list.ProvidersOf("gpt-9-mini"));

        var again = await Run((SaveModel act) => act.RunAsync(null, new ModelInput("openai", "gpt-9", 1, 1), Ct));
        Assert.Equal("models.name_taken", again.Problem?.Code);

        await Run((RemoveModel act) => act.RunAsync(added.Value!.Id, Ct));
        Assert.False((await Live.FindAsync(Ct)).Limits("openai", "gpt-9-mini").IsKnown);
    }

    [Fact]
    public async Task A_machine_of_one_s_own_is_not_priced_by_what_others_charge()
    {
        await Seed.RunAsync(Ct);
        var list = await Live.FindAsync(Ct);

        Assert.Null(list.Price("compatible", "llama-3.3-70b", A.Moment));
        Assert.NotNull(list.Price("groq", "llama-3.3-70b-versatile", A.Moment));
        Assert.Equal(131_072, list.Limits("compatible", "llama-3.3-70b").ContextTokens);
    }

    private async Task<ModelRow> FindAsync(string name) =>
        (await Run((ListModels act) => act.RunAsync(Ct))).Single(model => model.Name == name);

    private static ModelInput Input(ModelRow model) =>
        new(
            model.Provider,
            model.Name,
            model.ContextTokens,
            model.MaxOutputTokens,
            model.Vocabulary,
            model.TakesTemperature,
            model.SeesImages,
            model.CallsTools,
            model.IsOffered
        );
}
