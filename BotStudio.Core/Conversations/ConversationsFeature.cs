using BotStudio.Core.Conversations.Bursts;
using BotStudio.Core.Conversations.Calls;
using BotStudio.Core.Conversations.FirstSteps;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Conversations.Summaries;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Conversations;

internal static class ConversationsFeature
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<MessageIds>();
        services.AddSingleton<ForgetMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgetMessages>());
        services.AddSingleton<SystemTexts>();
        services.AddSingleton<FindConversations>();
        services.AddSingleton<History>();
        services.AddSingleton<ConversationHints>();
        services.AddHostedService(provider => provider.GetRequiredService<ConversationHints>());
        services.AddSingleton<TurnCommit>();
        services.AddSingleton<EditedMessages>();
        services.AddSingleton<SayInConversation>();
        services.AddSingleton<ChatAvailability>();
        services.AddSingleton<ReceiveMessages>();
        services.AddSingleton<JoinMessages>();
        services.AddSingleton<ConversationFeed>();
        services.AddSingleton<CallOwner>();
        services.AddSingleton<IJobHandler, AnswerWithCall>();
        services.AddSingleton<IHoldsContactData, HeldSummaries>();
        services.AddSingleton<IHoldsContactData, HeldMessages>();
        services.AddSingleton<IJobHandler, ResumeBot>();
        services.AddScoped<ReadFirstSteps>();
        services.AddScoped<HideFirstSteps>();
        services.AddScoped<TakeOverConversation>();
        services.AddScoped<HandBackConversation>();
        services.AddScoped<SendAsOperator>();
        services.AddScoped<MarkRead>();
        services.AddScoped<CountInbox>();
        services.AddScoped<SearchTranscript>();
        services.AddScoped<ListCannedReplies>();
        services.AddScoped<SaveCannedReply>();
        services.AddScoped<DeleteCannedReply>();
        services.AddScoped<ListConversations>();
        services.AddScoped<OpenConversation>();
        services.AddScoped<ReadTranscript>();
        services.AddScoped<OpenMessage>();
        services.AddScoped<ReadOverview>();
        services.AddScoped<ListDeadLetters>();
        services.AddScoped<RequeueDeadLetters>();
        services.AddScoped<DiscardDeadLetters>();
        return services;
    }
}
