using Pando.Jobs;

namespace Pando.FaultyDaemon;

/// <summary>One fault: <c>kind/step/moment/kill</c> or <c>kind/step/moment/throw</c>.</summary>
internal sealed record Fault(string Kind, string Step, JobMoment Moment, bool Kills)
{
    public static Fault Parse(string text)
    {
        var parts = text.Split('/');
        return parts is [var kind, var step, var moment, "kill" or "throw"]
            ? new Fault(kind, step, Enum.Parse<JobMoment>(moment), parts[3] == "kill")
            : throw new FormatException($"'{text}' is not kind/step/moment/kill|throw.");
    }

    public override string ToString() => $"{Kind}/{Step}/{Moment}/{(Kills ? "kill" : "throw")}";
}
