using Pando.Api.Client;
using Pando.Api.Jobs;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Following;

/// <summary>Sends a file to pandod, showing how far it is. Ctrl-C breaks it off: pandod keeps nothing of it.</summary>
internal sealed class FileUpload : IProgress<long>, IDisposable
{
    // A bar that moves four times a second is smooth; more often is only work.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly Run _run;
    private readonly long _total;
    private readonly long _begun;
    private readonly ProgressLine _line;
    private long _shownAt;

    private FileUpload(Run run, long total)
    {
        _run = run;
        _total = total;
        _line = new ProgressLine(run);
        _begun = run.Around.Time.GetTimestamp();
    }

    public static async Task<Job> SendAsync(Run run, string path, ImageUpload upload)
    {
        await using var file = Open(path);
        using var progress = new FileUpload(run, file.Length);
        return await run.Client.StartImageUploadAsync(upload, file, file.Length, progress, run.Interrupts.Token);
    }

    public void Report(long value)
    {
        var time = _run.Around.Time;
        if (value < _total && time.GetElapsedTime(_shownAt) < Pace)
        {
            return;
        }
        _shownAt = time.GetTimestamp();
        var texts = _run.Texts;
        var rate = value / Math.Max(0.001, time.GetElapsedTime(_begun).TotalSeconds);
        var left = rate > 0 ? TimeSpan.FromSeconds((_total - value) / rate) : TimeSpan.Zero;
        _line.Show("upload", string.Join(
            "  ",
            texts["job.sending"],
            $"{Numbers.Plain(_total == 0 ? 100 : value * 100 / _total)}%",
            texts["job.of", ("done", texts.Bytes(value)), ("total", texts.Bytes(_total))],
            texts["job.rate", ("amount", texts.Bytes(rate))],
            texts["job.left", ("time", Numbers.Duration(left))]));
    }

    public void Dispose() => _line.Dispose();

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.File(path, e);
        }
    }
}
