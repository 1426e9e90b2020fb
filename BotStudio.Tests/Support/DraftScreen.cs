using BotStudio.Core.Accounts;
using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Bots.Frame;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Support;

/// <summary>Renders what edits a draft. The draft is never saved: its clock stands still, and there is no database behind it.</summary>
public abstract class DraftScreen : Screen
{
    protected DraftScreen(Action<IServiceCollection>? register = null)
        : base(services =>
        {
            services.AddSingleton<IChannel>(new TelegramChannel(null!, null!, null!, NullLogger<TelegramChannel>.Instance));
            services.AddSingleton<ChannelTypes>();
            services.AddOptions<OpenAiOptions>();
            services.AddOptions<FilesOptions>();
            services.AddScoped(_ => new UploadFile(null!, new CurrentAccount()));
            services.AddSingleton<ProblemTexts>();
            register?.Invoke(services);
        }) { }

    protected static DraftSession Draft(BotDocument document, Role role = Role.Editor, int? publishedNumber = 1)
    {
        var row = new DraftRow(document, Revision: 2, A.Moment, SavedBy: null, HasUnpublishedChanges: true, publishedNumber, []);
        var account = new CurrentAccount();
        return new DraftSession(
            Guid.CreateVersion7(),
            row,
            canEdit: role >= Role.Editor,
            new OpenDraft(null!, null!),
            new SaveDraft(null!, account, new Clock()),
            new PublishBot(null!, account, null!, [], null!, new Clock()),
            new Clock(),
            NullLogger.Instance
        );
    }

    protected IRenderedComponent<TPart> Show<TPart>(
        DraftSession draft,
        Action<ComponentParameterCollectionBuilder<TPart>>? parameters = null
    )
        where TPart : IComponent =>
        Render<TPart>(part =>
        {
            part.AddCascadingValue(draft);
            parameters?.Invoke(part);
        });
}
