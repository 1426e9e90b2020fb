using BotStudio.Core.Tools;

namespace BotStudio.Tests.Tools;

public sealed class ToolArgumentsTests
{
    private static readonly ToolParameter[] Parameters =
    [
        new() { Name = "order", Type = ToolParameterType.Integer },
        new() { Name = "note", IsRequired = false },
        new()
        {
            Name = "price",
            Type = ToolParameterType.Number,
            IsRequired = false,
        },
        new()
        {
            Name = "gift",
            Type = ToolParameterType.Boolean,
            IsRequired = false,
        },
        new()
        {
            Name = "size",
            Type = ToolParameterType.Enum,
            Choices = ["S", "L"],
            IsRequired = false,
        },
        new()
        {
            Name = "tags",
            Type = ToolParameterType.StringList,
            IsRequired = false,
        },
        new() { Name = "shop", Value = "7" },
    ];

    [Theory]
    [InlineData("""{"order":7}""")]
    [InlineData("""{"order":7.0,"note":null}""")]
    [InlineData("""{"order":7,"note":"","price":1.5,"gift":false,"size":"L","tags":["a","b"]}""")]
    public void What_fits_is_taken(string arguments) => Assert.Empty(ToolArguments.Read(arguments, Parameters).Mistakes);

    [Theory]
    [InlineData("{", "The arguments are not a JSON object.")]
    [InlineData("[7]", "The arguments are not a JSON object.")]
    [InlineData("""{"order":7,"order":8}""", "The arguments are not a JSON object.")]
    [InlineData("", "\"order\" is missing.")]
    [InlineData("""{"order":null}""", "\"order\" is missing.")]
    [InlineData("""{"order":"7"}""", "\"order\" must be a whole number.")]
    [InlineData("""{"order":7.5}""", "\"order\" must be a whole number.")]
    [InlineData("""{"order":1e400}""", "\"order\" must be a whole number.")]
    [InlineData("""{"order":7,"note":{}}""", "\"note\" must be a text.")]
    [InlineData("""{"order":7,"price":"1"}""", "\"price\" must be a number.")]
    [InlineData("""{"order":7,"gift":"yes"}""", "\"gift\" must be true or false.")]
    [InlineData("""{"order":7,"size":"M"}""", "\"size\" must be one of: \"S\", \"L\".")]
    [InlineData("""{"order":7,"tags":["a",1]}""", "\"tags\" must be a list of at most 50 texts.")]
    [InlineData("""{"order":7,"contact_id":"019a"}""", "There is no parameter \"contact_id\".")]
    [InlineData("""{"order":7,"shop":"8"}""", "There is no parameter \"shop\".")]
    public void What_does_not_fit_is_named(string arguments, string mistake) =>
        Assert.Equal([mistake], ToolArguments.Read(arguments, Parameters).Mistakes);

    [Fact]
    public void A_text_without_end_is_refused()
    {
        Assert.False(
            ToolArguments.Read($$"""{"order":7,"note":"{{new string('x', ToolArguments.MaxTextLength + 1)}}"}""", Parameters).AreRight
        );
        Assert.False(ToolArguments.Read(new string(' ', ToolArguments.MaxLength + 1), Parameters).AreRight);
    }
}
