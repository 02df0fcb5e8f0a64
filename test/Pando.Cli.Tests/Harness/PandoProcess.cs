using System.Diagnostics;
using System.Text;

namespace Pando.Cli.Tests.Harness;

/// <summary>The command as a process of its own: for signals, terminals and pipes.</summary>
internal sealed class PandoProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;

    private PandoProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(CopyAsync(process.StandardOutput, _out), CopyAsync(process.StandardError, _error));
    }

    /// <summary>The program that the tests were built with.</summary>
    public static string Path { get; } = CliProgram.Path;

    public string Out => Text(_out);

    public string Error => Text(_error);

    public int ExitCode => _process.ExitCode;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Where the tests run in the background SIGINT is ignored, and so it would be in the command.</summary>
    public static PandoProcess Start(CliAround around, params string[] args) =>
        StartProgram(around, "env", ["--default-signal=INT,TERM,HUP", Path, .. args]);

    /// <summary>A shell's line in a terminal of its own (script(1)), with 80 columns.</summary>
    public static PandoProcess StartInTerminal(CliAround around, string line) =>
        StartProgram(around, "script", "--quiet", "--return", "--echo", "never", "--command", "stty cols 80 rows 24; " + line, "/dev/null");

    public static PandoProcess StartProgram(CliAround around, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }
        foreach (var name in new[] { "PANDO_HOST", "PANDO_TOKEN", "PANDO_CA_FILE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "VISUAL", "EDITOR", "XDG_RUNTIME_DIR" })
        {
            start.Environment.Remove(name);
        }
        start.Environment["TERM"] = "xterm";
        foreach (var (name, value) in around.Environment)
        {
            start.Environment[name] = value;
        }
        return new PandoProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal by its name: INT, TERM.</summary>
    public void Send(string signal) => Signal.Send(signal, _process.Id);

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        await _reading.WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Waits until something is said on standard output or error.</summary>
    public async Task SaysAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!Out.Contains(text, StringComparison.Ordinal) && !Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited && _reading.IsCompleted, $"It ended before it said '{text}'. It said: {Out} {Error}");
            try
            {
                await ticks.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not say '{text}'. It said: {Out} {Error}");
            }
        }
    }

    public async Task TypeAsync(string keys)
    {
        await Input.WriteAsync(keys);
        await Input.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().WaitAsync(Limit);
        }
        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (text)
            {
                text.Append(buffer, 0, count);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
