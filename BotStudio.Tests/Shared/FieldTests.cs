using System.ComponentModel.DataAnnotations;
using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace BotStudio.Tests.Shared;

public sealed class FieldTests : Screen
{
    [Fact]
    public void Label_hint_and_error_belong_to_the_input()
    {
        var field = Render<Field>(f =>
            f.Add(x => x.Label, "Name").Add(x => x.Hint, "Seen by contacts").Add(x => x.Error, "Too long").Add(x => x.ChildContent, Input)
        );

        var input = field.Find("input");
        Assert.Equal(input.Id, field.Find("label").GetAttribute("for"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        var described = input.GetAttribute("aria-describedby")!.Split(' ').Select(id => field.Find("#" + id).TextContent.Trim());
        Assert.Equal(["Too long", "Seen by contacts"], described);
    }

    [Fact]
    public void A_field_without_hint_and_error_points_at_nothing()
    {
        var field = Render<Field>(f => f.Add(x => x.Label, "Name").Add(x => x.ChildContent, Input));

        Assert.False(field.Find("input").HasAttribute("aria-describedby"));
        Assert.False(field.Find("input").HasAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_field_of_a_form_shows_the_forms_validation_and_takes_it_back()
    {
        var form = new EditContext(new Model());
        form.EnableDataAnnotationsValidation(Services);
        var input = (Model)form.Model;
        var page = Render<CascadingValue<EditContext>>(p =>
            p.Add(x => x.Value, form)
                .AddChildContent<Field>(f => f.Add(x => x.Label, "Name").Add(x => x.For, () => input.Name).Add(x => x.ChildContent, Input))
        );

        await page.InvokeAsync(form.Validate);
        Assert.Contains("required", page.Find(".error").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("input").GetAttribute("aria-invalid"));

        input.Name = "Coffee";
        await page.InvokeAsync(form.Validate);
        Assert.Empty(page.Find(".error").TextContent.Trim());
    }

    private static RenderFragment<FieldInput> Input =>
        context =>
            builder =>
            {
                builder.OpenElement(0, "input");
                builder.AddAttribute(1, "id", context.Id);
                builder.AddAttribute(2, "aria-describedby", context.DescribedBy);
                builder.AddAttribute(3, "aria-invalid", context.Invalid);
                builder.CloseElement();
            };

    private sealed class Model
    {
        [Required]
        public string? Name { get; set; }
    }
}
