using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;

namespace Pando.Daemon.Tests.Running;

/// <summary>A real pandod on an instance of its own, watched as systemd would.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private readonly Socket _notifications;
    private readonly Process _process;
    private readonly StringBuilder _words = new();
    private readonly Task _reading;

    private DaemonProcess(string root, Socket notifications, Process process)
    {
        (Root, _notifications, _process) = (root, notifications, process);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        Client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) => new NetworkStream(await UnixConnect.ConnectAsync(SocketPath, Limit.Short, cancellation), ownsSocket: true),
        })
        {
            BaseAddress = new Uri("http://pando"),
            Timeout = Limit.Short,
        };
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "pandod");

    public string Root { get; }

    public string SocketPath => Path.Combine(Root, "run/pando.sock");

    public int Pid => _process.Id;

    public HttpClient Client { get; }

    /// <summary>What it has written so far.</summary>
    public string Words
    {
        get
        {
            lock (_words)
            {
                return _words.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it says that it serves.</summary>
    public static async Task<DaemonProcess> StartAsync(string root, string[]? arguments = null, (string Name, string Value)[]? environment = null, string[]? through = null)
    {
        var daemon = Launch(root, arguments ?? [], environment ?? [], through ?? []);
        try
        {
            await daemon.HeardAsync("READY=1");
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw new InvalidOperationException(daemon.Words);
        }
    }

    /// <summary>Runs it where it is not to serve, and answers its exit status and all it wrote.</summary>
    public static async Task<(int Status, string Words)> RunAsync(string root, string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var daemon = Launch(root, arguments, environment, []);
        return (await daemon.EndAsync(), daemon.Words);
    }

    /// <summary>Waits until it told systemd this.</summary>
    public async Task HeardAsync(string word)
    {
        var buffer = new byte[4096];
        var limit = Limit.Token();
        while (true)
        {
            var message = Encoding.UTF8.GetString(buffer, 0, await _notifications.ReceiveAsync(buffer, limit));
            if (message.Split('\n').Contains(word))
            {
                return;
            }
        }
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(int number)
    {
        using var handle = PidFd.Open(_process.Id);
        handle.Signal(number);
    }

    /// <summary>Waits until a stop signal has reached all of it (proc_pid_stat(5), state): kill(2) returns before.</summary>
    public async Task StoppedAsync()
    {
        var limit = Limit.Token();
        while (!Array.TrueForAll(Directory.GetDirectories($"/proc/{_process.Id}/task"), IsStopped))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit);
        }
    }

    /// <summary>Waits for its end and answers its exit status.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(Limit.Token());
        await _reading;
        return _process.ExitCode;
    }

    private static bool IsStopped(string task)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(task, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // A thread that has just ended: whether others run is asked anew.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await EndAsync();
        }
        _process.Dispose();
        _notifications.Dispose();
    }

    private static DaemonProcess Launch(string root, string[] arguments, (string Name, string Value)[] environment, string[] through)
    {
        var notifyPath = $"\0pando-test-{Guid.NewGuid():N}";
        var notifications = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notifications.Bind(new UnixDomainSocketEndPoint(notifyPath));
        string[] words = [.. through, Program, "--root", root, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["NOTIFY_SOCKET"] = "@" + notifyPath[1..];
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return new DaemonProcess(root, notifications, Process.Start(start)!);
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_words)
            {
                _words.AppendLine(line);
            }
        }
    }
}
