using BotStudio.Web.Landing.Home;
using BotStudio.Web.Landing.Legal;
using BotStudio.Web.Landing.Pages;

namespace BotStudio.Web.Landing;

/// <summary>The table of contents of the public site. Routes, sitemap and tests are made of it.</summary>
public static class PublicPages
{
    public static readonly PublicPage Home = new("", "home", typeof(HomePage));
    public static readonly PublicPage Pricing = new("/pricing", "pricing", typeof(PricingPage));
    public static readonly PublicPage Developers = new("/developers", "developers", typeof(DevelopersPage));
    public static readonly PublicPage About = new("/about", "about", typeof(AboutPage));
    public static readonly PublicPage Contact = new("/contact", "contact", typeof(ContactPage));
    public static readonly PublicPage ContactSent = new("/contact/sent", "sent", typeof(ContactSentPage)) { IsIndexed = false };
    public static readonly PublicPage Status = new("/status", "status", typeof(StatusPage)) { KeptFor = TimeSpan.FromSeconds(15) };
    public static readonly PublicPage Privacy = new("/privacy", "privacy", typeof(PrivacyPage));
    public static readonly PublicPage Terms = new("/terms", "terms", typeof(TermsPage));

    public static readonly IReadOnlyList<PublicPage> All = [Home, Pricing, Developers, About, Contact, ContactSent, Status, Privacy, Terms];
}
