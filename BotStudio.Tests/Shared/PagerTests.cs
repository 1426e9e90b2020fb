using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Shared;

public sealed class PagerTests : Screen
{
    [Fact]
    public void One_page_needs_no_pager() => Assert.Empty(Pager(1, count: 1).Markup.Trim());

    [Fact]
    public void The_first_page_leads_only_onwards_and_keeps_the_rest_of_the_address()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/app/leads?status=new");

        var link = Pager(1, count: 3).FindAll("a").Single();

        Assert.Equal("next", link.GetAttribute("rel"));
        Assert.EndsWith("/app/leads?status=new&page=2", link.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_back_to_the_first_page_has_no_number()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/app/leads?page=2");

        Assert.EndsWith("/app/leads", Pager(2, count: 2).Find("a[rel=prev]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_that_nobody_counted_go_on_while_there_is_more()
    {
        Assert.Single(Render<Pager>(p => p.Add(x => x.Page, 1).Add(x => x.HasMore, true)).FindAll("a[rel=next]"));
        Assert.Empty(Render<Pager>(p => p.Add(x => x.Page, 4).Add(x => x.HasMore, false)).FindAll("a[rel=next]"));
    }

    private IRenderedComponent<Pager> Pager(int page, int count) =>
        Render<Pager>(p => p.Add(x => x.Page, page).Add(x => x.PageCount, count));
}
