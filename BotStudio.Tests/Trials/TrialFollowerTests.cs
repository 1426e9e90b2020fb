using BotStudio.Tests.Support;
using BotStudio.Web.Trials;
using Bunit;

namespace BotStudio.Tests.Trials;

public sealed class TrialFollowerTests(Acts acts) : AccountScreen(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task What_changes_while_one_reads_is_read_once_more()
    {
        var follower = Render<Follower>();

        var reading = follower.InvokeAsync(follower.Instance.LookAsync);
        await follower.InvokeAsync(follower.Instance.LookAsync);
        await follower.InvokeAsync(follower.Instance.LookAsync);
        follower.Instance.Answers[0].SetResult("going on");
        follower.Instance.Answers[1].SetResult("finished");
        await reading.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((2, "finished"), (follower.Instance.Readings, follower.Instance.Shown));
    }

    private sealed class Follower : TrialFollower
    {
        public IReadOnlyList<TaskCompletionSource<string>> Answers { get; } = [new(), new()];

        public int Readings { get; private set; }

        public string Shown { get; private set; } = "";

        protected override Guid FollowedBotId => Guid.Empty;

        public Task LookAsync() => RefreshAsync();

        protected override async Task ReadAsync() => Shown = await Answers[Readings++].Task;
    }
}
