using Xunit.Abstractions;
using Xunit.Sdk;

namespace BotStudio.Tests.Screenshots;

/// <summary>
/// Draws pictures into the repository, and is no test: the suite does not find it, only <c>./screenshots.sh</c> does, which names what it wants.
/// </summary>
/// <param name="what"><c>docs</c>, <c>screens</c> or <c>brand</c>.</param>
[XunitTestCaseDiscoverer("BotStudio.Tests.Screenshots.WantedPictures", "BotStudio.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class DrawsAttribute(string what) : FactAttribute
{
    public string What => what;
}

/// <summary>Finds what <c>./screenshots.sh</c> asks for.</summary>
public sealed class WantedPictures(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public const string Variable = "BOTSTUDIO_PICTURES";

    private readonly FactDiscoverer facts = new(messages);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    )
    {
        var what = (string)factAttribute.GetConstructorArguments().Single();
        var wanted = Environment.GetEnvironmentVariable(Variable) ?? "";
        return wanted == "all" || wanted == what ? facts.Discover(discoveryOptions, testMethod, factAttribute) : [];
    }
}
