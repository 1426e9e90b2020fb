using System.Text;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Outbound;

/// <summary>What came of calling an owner's address.</summary>
public abstract record OutboundAnswer
{
    private OutboundAnswer() { }

    /// <summary>From the first step of the call to its end.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Why it counts as failed; null for an answer that says success.</summary>
    public abstract Problem? Problem { get; }

    /// <summary>The server answered, whatever it thinks of the request.</summary>
    /// <param name="Status">HTTP status: success is 200 to 299.</param>
    public sealed record Answered(int Status, byte[] Body, string? MediaType, string? Charset) : OutboundAnswer
    {
        /// <summary>How long the server asks to be left alone; null when it does not.</summary>
        public TimeSpan? RetryAfter { get; init; }

        public bool IsSuccess => Status is >= 200 and < 300;

        public override Problem? Problem => IsSuccess ? null : new Problem("outbound.status", Status);

        /// <summary>The body as text, in the charset it names, else UTF-8. What is no text has U+FFFD in it.</summary>
        public string Text
        {
            get
            {
                var encoding = Encoding.UTF8;
                try
                {
                    encoding = Charset is null ? encoding : Encoding.GetEncoding(Charset.Trim('"'));
                }
                catch (ArgumentException)
                {
                    // A name that nobody knows: UTF-8 is the best guess.
                }

                return encoding.GetString(Body).TrimStart('\uFEFF');
            }
        }
    }

    /// <summary>We do not call such an address, and trying again changes nothing.</summary>
    /// <param name="Code"><c>outbound.bad_address</c>, <c>outbound.private_address</c>, <c>outbound.bad_redirect</c>.</param>
    public sealed record Refused(string Code) : OutboundAnswer
    {
        public override Problem Problem => new(Code);
    }

    public sealed record TimedOut : OutboundAnswer
    {
        public TimeSpan Limit { get; init; } = OutboundHttp.Limit;

        public override Problem Problem => new("outbound.timed_out", (int)Limit.TotalSeconds);
    }

    /// <summary>The answer is larger than we take; the rest was not read.</summary>
    public sealed record TooLarge(int Status) : OutboundAnswer
    {
        public int MaxBytes { get; init; } = OutboundHttp.MaxAnswerBytes;

        public override Problem Problem => new("outbound.too_large", MaxBytes / 1024);
    }

    /// <summary>There was no answer.</summary>
    /// <param name="Code"><c>outbound.unknown_host</c>, <c>outbound.no_connection</c>, <c>outbound.bad_certificate</c>, <c>outbound.broken_off</c>.</param>
    public sealed record Unreachable(string Code) : OutboundAnswer
    {
        public override Problem Problem => new(Code);
    }
}
