using BotStudio.Core.Leads;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Leads;

/// <summary>The leads that a reader looks at, as a board or as a table. A card that is moved is shown where it goes at once.</summary>
public sealed class LeadsView(ReadLeadBoard board, ListLeads list, ChangeLead change)
{
    private readonly Dictionary<string, int> opened = [];
    private PageStart? next;
    private int reading;

    /// <summary>Null until it is read.</summary>
    public LeadBoard? Board { get; private set; }

    /// <summary>Of the table; null until they are read, and while the board is shown.</summary>
    public IReadOnlyList<LeadRow>? Rows { get; private set; }

    public bool HasMoreRows => next is not null;

    public LeadFilter Filter { get; private set; } = LeadFilter.All;

    public bool IsTable { get; private set; }

    public LeadDays Days { get; private set; }

    /// <summary>Begins anew with others.</summary>
    public Task OpenAsync(LeadFilter filter, bool isTable, LeadDays days, CancellationToken ct)
    {
        if (filter != Filter || isTable != IsTable)
        {
            opened.Clear();
            Rows = null;
            next = null;
        }

        (Filter, IsTable, Days) = (filter, isTable, days);
        return ReadAsync(ct);
    }

    /// <summary>Reads again what is shown, as far as it was opened.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        var turn = ++reading;
        var (filter, isTable) = (Filter, IsTable);
        var read = await board.RunAsync(filter, Days, withCards: !isTable, opened, ct);
        if (turn != reading)
        {
            // A later reading knows better.
            return;
        }

        Board = read.Value ?? Board;
        if (!isTable)
        {
            return;
        }

        var size = Math.Clamp(Rows?.Count ?? 0, Page<LeadRow>.DefaultSize, Page<LeadRow>.MaxSize);
        var page = (await list.RunAsync(filter, LeadOrder.Created, null, size, ct)).Value;
        if (turn == reading && page is not null)
        {
            (Rows, next) = (page.Items, page.Next);
        }
    }

    /// <summary>More of a column of the board.</summary>
    public Task ReadMoreAsync(LeadColumn column, CancellationToken ct)
    {
        opened[column.Status.Key] = column.Cards.Count + ReadLeadBoard.ColumnSize;
        return ReadAsync(ct);
    }

    /// <summary>More of the table.</summary>
    public async Task ReadMoreAsync(CancellationToken ct)
    {
        if (next is not { } start || Rows is not { } shown)
        {
            return;
        }

        var turn = reading;
        var page = (await list.RunAsync(Filter, LeadOrder.Created, start, Page<LeadRow>.DefaultSize, ct)).Value;
        if (turn == reading && page is not null)
        {
            (Rows, next) = ([.. shown, .. page.Items], page.Next);
        }
    }

    public LeadRow? Find(Guid id) =>
        Board?.Columns.SelectMany(column => column.Cards).FirstOrDefault(card => card.Id == id)
        ?? Rows?.FirstOrDefault(row => row.Id == id);

    /// <returns>Why it stays where it was; null when it was moved.</returns>
    public async Task<Problem?> MoveAsync(LeadRow lead, string status, CancellationToken ct)
    {
        // Whatever is being read now does not know of it yet.
        reading++;
        Show(lead, status);
        var changed = await change.RunAsync(lead.Id, new LeadChange { Status = status }, ct);
        await ReadAsync(ct);
        return changed.Problem;
    }

    private void Show(LeadRow lead, string status)
    {
        var moved = lead with { Status = status };
        Rows = Rows?.Select(row => row.Id == lead.Id ? moved : row).ToList();
        Board = Board is null
            ? null
            : Board with
            {
                Columns =
                [
                    .. Board.Columns.Select(column =>
                        column.Status.Key == lead.Status && lead.Status != status
                            ? column with
                            {
                                Count = column.Count - 1,
                                Cards = [.. column.Cards.Where(card => card.Id != lead.Id)],
                            }
                        : column.Status.Key == status && lead.Status != status
                            ? column with
                            {
                                Count = column.Count + 1,
                                Cards = [moved, .. column.Cards],
                            }
                        : column
                    ),
                ],
            };
    }
}
