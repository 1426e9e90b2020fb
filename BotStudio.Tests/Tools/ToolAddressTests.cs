using BotStudio.Core.Tools;

namespace BotStudio.Tests.Tools;

public sealed class ToolAddressTests
{
    [Theory]
    [InlineData("https://shop.example.com/orders/{{id}}?lang={{ lang }}", "a/../b", "https://shop.example.com/orders/a%2F..%2Fb?lang=uk")]
    [InlineData(
        "https://shop.example.com/orders/{{id}}?lang={{lang}}",
        "7?admin=1#x",
        "https://shop.example.com/orders/7%3Fadmin%3D1%23x?lang=uk"
    )]
    [InlineData("https://shop.example.com/{{id}}/{{lang}}", "%2e%2e", "https://shop.example.com/%252e%252e/uk")]
    public void A_value_stays_in_its_place(string url, string value, string expected)
    {
        var filled = ToolAddress.Read(url)!.Fill(new Dictionary<string, string> { ["id"] = value, ["lang"] = "uk" });

        Assert.Equal(expected, filled);
        Assert.Equal(expected, new Uri(filled!).AbsoluteUri);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public void A_value_that_would_lead_to_another_folder_fills_nothing(string value) =>
        Assert.Null(
            ToolAddress.Read("https://shop.example.com/orders/{{id}}/items")!.Fill(new Dictionary<string, string> { ["id"] = value })
        );

    [Theory]
    [InlineData("http://127.0.0.1:8080/x", true)]
    [InlineData("http://crm.internal/x", true)]
    [InlineData("http://crm/x", true)]
    [InlineData("http://example.com/x", false)]
    [InlineData("http://8.8.8.8/x", false)]
    [InlineData("https://example.com/x#y", false)]
    [InlineData("https://example.com{{id}}", false)]
    [InlineData("ftp://example.com/", false)]
    public void Http_is_for_the_own_network_only(string url, bool isFine) => Assert.Equal(isFine, ToolAddress.Read(url) is not null);
}
