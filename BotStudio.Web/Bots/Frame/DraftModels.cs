using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Models;

namespace BotStudio.Web.Bots.Frame;

/// <summary>The models that a draft may name: what is known of them, what they cost, which are offered.</summary>
/// <param name="list">As it was when the draft was opened; decides what is wrong with it.</param>
/// <param name="find">By name; null for the account's standard model.</param>
/// <param name="offer">Those that the account has a key for.</param>
public sealed class DraftModels(
    ModelList list,
    Func<string?, CancellationToken, ValueTask<ModelFigures>> find,
    Func<CancellationToken, Task<IReadOnlyList<OfferedModel>>> offer
)
{
    /// <summary>What the product begins with, without a database.</summary>
    public static readonly DraftModels OfCatalog = new(
        ModelList.OfCatalog,
        (name, _) =>
        {
            var limits = ModelList.OfCatalog.Limits(name ?? new OpenAiOptions().Model);
            return ValueTask.FromResult(new ModelFigures(limits, limits.Price, HasKey: true));
        },
        _ => Task.FromResult<IReadOnlyList<OfferedModel>>([])
    );

    public ModelList List => list;

    public ValueTask<ModelFigures> FindAsync(string? name, CancellationToken ct) => find(name, ct);

    public Task<IReadOnlyList<OfferedModel>> OfferAsync(CancellationToken ct) => offer(ct);
}
