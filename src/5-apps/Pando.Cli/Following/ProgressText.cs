using Pando.Api.Jobs;
using Pando.Cli.Output;
using Pando.Cli.Texts;

namespace Pando.Cli.Following;

/// <summary>How far a job is, in a line: phase, amount, rate, time left, and what it is doing.</summary>
internal static class ProgressText
{
    public static string Of(TextSource texts, Job job)
    {
        var progress = job.Progress;
        var parts = new List<string> { $"[{Numbers.Plain(progress.StepNumber)}/{Numbers.Plain(progress.StepCount)}] {Step(texts, job)}" };
        if (progress.Done is { } done)
        {
            parts.Add(Amount(texts, progress, done));
        }
        if (progress.RatePerSecond is > 0 and { } rate)
        {
            parts.Add(texts["job.rate", ("amount", Quantity(texts, progress.Unit, rate))]);
        }
        if (progress.SecondsLeft is { } left)
        {
            parts.Add(texts["job.left", ("time", Numbers.Duration(TimeSpan.FromSeconds(left)))]);
        }
        if (progress.Note is { Length: > 0 } note)
        {
            parts.Add(Printable.Of(note));
        }
        return string.Join("  ", parts);
    }

    /// <summary>The step in words, where its name is known here; a newer daemon's new step keeps its own.</summary>
    public static string Step(TextSource texts, Job job) => job.Phase == JobPhase.Undoing
        ? texts["job.undoing", ("step", StepName(texts, job.Progress.Step))]
        : StepName(texts, job.Progress.Step);

    /// <summary>Steps of one kind are numbered: make-volume, make-volume-1.</summary>
    private static string StepName(TextSource texts, string step) =>
        texts.Find("step." + step.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-')) ?? Printable.Of(step);

    private static string Amount(TextSource texts, JobProgress progress, long done) => progress.Total is > 0 and { } total
        ? $"{Numbers.Plain(Math.Min(100, done * 100 / total))}%  " + texts["job.of", ("done", Quantity(texts, progress.Unit, done)), ("total", Quantity(texts, progress.Unit, total))]
        : Quantity(texts, progress.Unit, done);

    private static string Quantity(TextSource texts, string? unit, double amount) => unit switch
    {
        "bytes" => texts.Bytes(amount),
        "seconds" => Numbers.Duration(TimeSpan.FromSeconds(amount)),
        null => texts.Decimal(amount),
        _ => $"{texts.Decimal(amount)} {texts.Find("unit." + unit) ?? Printable.Of(unit)}",
    };
}
