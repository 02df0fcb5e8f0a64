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
    private long _sent;

    private FileUpload(Run run, long total)
    {
        _run = run;
        _total = total;
        _line = new ProgressLine(run);
        _begun = run.Around.Time.GetTimestamp();
    }

    /// <param name="run">The run.</param>
    /// <param name="path">The file.</param>
    /// <param name="upload">What becomes of it.</param>
    /// <param name="arrived">Is called for a Ctrl-C that came when pandod had all of it: then there is a job, to be cancelled by its name.</param>
    public static async Task<Job> SendAsync(Run run, string path, ImageUpload upload, Action arrived)
    {
        await using var file = Open(path);
        using var progress = new FileUpload(run, file.Length);
        using var broken = new CancellationTokenSource();
        using var asked = run.Interrupts.Token.Register(() =>
        {
            if (Volatile.Read(ref progress._sent) < progress._total)
            {
                broken.Cancel();
            }
            else
            {
                arrived();
            }
        });
        try
        {
            return await run.Client.StartImageUploadAsync(upload, file, file.Length, progress, broken.Token);
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            progress._line.Clear();
            run.Around.Error.WriteLine(Printable.Of(run.Texts["job.upload-broken-off"]));
            throw;
        }
    }

    public void Report(long value)
    {
        Volatile.Write(ref _sent, value);
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
