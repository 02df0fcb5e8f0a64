using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pando.Daemon.Settings;

namespace Pando.Daemon.Logging;

/// <summary>
/// Takes entries from all loggers and writes them to standard error and to a file, in a task of its own: nobody
/// waits for a full disk or a terminal that was stopped. What does not fit into the queue is counted and the count is logged.
/// </summary>
internal sealed class LogChannel : ILoggerProvider, IAsyncDisposable
{
    private const int QueuedEntries = 8192;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly Channel<LogEntry> _queue = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(QueuedEntries) { SingleReader = true });
    private readonly TimeProvider _time;
    private readonly Stream _terminal;
    private readonly LogFormat _format;
    private readonly Task _writing;
    private RotatingFile? _file;
    private long _lost;

    /// <param name="terminal">Standard error.</param>
    /// <param name="format">How its lines look; the file's are the same.</param>
    /// <param name="file">The file, or null.</param>
    /// <param name="time">The clock.</param>
    public LogChannel(Stream terminal, LogFormat format, RotatingFile? file, TimeProvider time)
    {
        _terminal = terminal;
        _format = format;
        _file = file;
        _time = time;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>The least that is logged; may be changed at any time.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;

    public ILogger CreateLogger(string categoryName) => new ChannelLogger(this, categoryName);

    /// <summary>Whether such an entry is wanted. The web server's own talk is not, unless everything is.</summary>
    public bool Wants(LogLevel level, string category) =>
        level != LogLevel.None && level >= Level
        && (level >= LogLevel.Warning || Level == LogLevel.Trace || !category.StartsWith("Microsoft.", StringComparison.Ordinal));

    public void Add(LogLevel level, string category, string? name, string text, IReadOnlyList<KeyValuePair<string, object?>>? facts, Exception? failure)
    {
        if (!_queue.Writer.TryWrite(new LogEntry(_time.GetUtcNow(), level, category, name, text, facts, failure)))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    public void Dispose() => _queue.Writer.TryComplete();

    /// <summary>Writes what is queued, within a limit: a terminal that was stopped does not keep the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(DrainLimit, _time));
        if (_writing.IsCompleted)
        {
            _file?.Dispose();
        }
    }

    private async Task WriteAllAsync()
    {
        using var lines = new MemoryStream();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (lines.Length < 64 * 1024 && _queue.Reader.TryRead(out var entry))
            {
                lines.Write(LogLines.Render(entry, _format));
            }
            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                lines.Write(LogLines.Render(new LogEntry(_time.GetUtcNow(), LogLevel.Warning, "Log", "LinesLost", $"{lost} lines were lost here", null, null), _format));
            }
            WriteBoth(lines.GetBuffer().AsSpan(0, (int)lines.Length));
            lines.SetLength(0);
        }
    }

    private void WriteBoth(ReadOnlySpan<byte> lines)
    {
        try
        {
            _terminal.Write(lines);
        }
        catch (IOException)
        {
            // Nobody reads it any more (EPIPE); the file goes on.
        }
        try
        {
            _file?.Write(lines);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _file = null;
            Add(LogLevel.Error, "Log", "FileGivenUp", "The log file cannot be written any more; the log goes on at standard error", null, failure);
        }
    }
}
