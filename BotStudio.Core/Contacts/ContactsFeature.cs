using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Contacts;

internal static class ContactsFeature
{
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<ListContacts>();
        services.AddScoped<CountContacts>();
        services.AddScoped<ReadContact>();
        services.AddScoped<ReadFacets>();
        services.AddScoped<ChangeContact>();
        services.AddScoped<TagContacts>();
        services.AddScoped<ChangeBalance>();
        services.AddScoped<AddNote>();
        services.AddScoped<DeleteNote>();
        services.AddScoped<ListSegments>();
        services.AddScoped<SaveSegment>();
        services.AddScoped<DeleteSegment>();
        services.AddScoped<ExportContacts>();
        services.AddScoped<HandOverContact>();
        services.AddScoped<CountHeld>();
        services.AddScoped<DeleteContact>();
        services.AddSingleton<HeldContacts>();
        services.AddSingleton<IHoldsContactData, HeldFiles>();
        services.AddSingleton<IHoldsContactData, HeldWebhooks>();
        services.AddSingleton<IHoldsContactData, HeldNotes>();
        services.AddSingleton<IHoldsContactData, HeldLedger>();
        services.AddSingleton<IHoldsContactData, HeldEntries>();
        services.AddSingleton<IJobHandler, HandOverOnWish>();
        services.AddSingleton<IJobHandler, DropHandedOver>();
        services.AddSingleton<IJobHandler, DeleteOnWish>();
        services.AddSingleton<IJobHandler, SweepConversations>();
        return services;
    }
}
