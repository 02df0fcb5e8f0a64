using System.Diagnostics;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>
/// A pandod in a network namespace of its own, with a way out: a pair of cards into another namespace, where a server answers each
/// who connects with the address that it is seen with. Nothing of it touches the machine's own network.
/// </summary>
internal sealed class NetworkedInstance : IAsyncDisposable
{
    public const string Server = "203.0.113.2";
    public const string HostOutside = "203.0.113.1";
    public const int Port = 7000;
    public const int SendingPort = 7001;
    public const int TakingPort = 7002;

    /// <summary>What is sent at <see cref="SendingPort"/> and taken at <see cref="TakingPort"/>.</summary>
    public const int Bytes = 1 << 20;

    // Ends with its input, so that it cannot outlive the test.
    private const string EchoPeer = """
        import socket, sys, threading
        def serve(port, answer):
            server = socket.create_server(("0.0.0.0", port))
            def accept():
                while True:
                    peer, address = server.accept()
                    threading.Thread(target=answer, args=(peer, address), daemon=True).start()
            threading.Thread(target=accept, daemon=True).start()
        def greet(peer, address):
            peer.sendall(("seen as " + address[0] + "\n").encode())
            peer.close()
        def send(peer, address):
            peer.sendall(bytes(1 << 20))
            peer.close()
        def take(peer, address):
            left = 1 << 20
            while left > 0:
                left -= len(peer.recv(65536)) or left
            peer.sendall(b"taken\n")
            peer.close()
        serve(7000, greet)
        serve(7001, send)
        serve(7002, take)
        names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        names.bind(("0.0.0.0", 53))
        def resolve():
            while True:
                question, address = names.recvfrom(4096)
                names.sendto(question[:2] + bytes([0x81, 0x82]) + question[4:], address)
        threading.Thread(target=resolve, daemon=True).start()
        print("listening", flush=True)
        sys.stdin.read()
        """;

    // Whoever listens may be between two callers.
    private const string Caller = """
        import socket, sys, time
        end = time.monotonic() + 60
        while True:
            try:
                peer = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)
                words = peer.recv(1000).decode()
                if words:
                    print(words)
                    break
            except OSError as e:
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)
        """;

    private readonly string _wrapper;
    private Process? _outside;

    private NetworkedInstance(string wrapper) => _wrapper = wrapper;

    public Instance Pando { get; private set; } = null!;

    public static async Task<NetworkedInstance> StartAsync(string? program = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        TestNamespaces.OwnNetwork.Require();
        var wrapper = Path.Combine(Directory.CreateTempSubdirectory("pando-net-").FullName, "pandod");
        // The program takes the place of all that goes before it: its number is the daemon's. A killed one's successor enters what is there.
        await File.WriteAllTextAsync(wrapper, $"""
            #!/bin/sh
            if [ -e {wrapper}.net ]; then exec nsenter --net={wrapper}.net -- unshare --mount -- sh -c 'mount -t sysfs sysfs /sys && exec "$0" "$@"' {program ?? Programs.Pandod} "$@"; fi
            exec unshare --net --mount -- sh -c 'mount -t sysfs sysfs /sys && exec "$0" "$@"' {program ?? Programs.Pandod} "$@"
            """);
        File.SetUnixFileMode(wrapper, (UnixFileMode)0x1ed);
        var networked = new NetworkedInstance(wrapper);
        try
        {
            networked.Pando = await Instance.StartAsync(program: wrapper, environment: environment, cancellationToken: TestContext.Current.CancellationToken);
            await networked.KeepNamespaceAsync();
            await networked.OpenWayOutAsync();
            return networked;
        }
        catch
        {
            await networked.DisposeAsync();
            throw;
        }
    }

    /// <summary>What goes before a program that is to run where the daemon's network is.</summary>
    public IReadOnlyList<string> Inside => ["nsenter", $"--net={_wrapper}.net", "--"];

    /// <summary>What goes before a program that is to run behind the way out.</summary>
    public IReadOnlyList<string> Outside => ["nsenter", $"--net=/proc/{_outside!.Id}/ns/net", "--"];

    /// <summary>Runs a program behind the way out.</summary>
    public Task<string> OutsideAsync(params string[] command) => AskAsync([.. Outside, .. command]);

    /// <summary>Runs a program where the daemon's network is, and answers what it prints.</summary>
    public Task<string> InsideAsync(params string[] command) => AskAsync(["nsenter", $"--net={_wrapper}.net", "--", .. command]);

    /// <summary>Starts a program there that says when it is ready, in a line, and ends with its input: when what is answered is disposed.</summary>
    public async Task<IDisposable> HoldAsync(params string[] command)
    {
        var start = new ProcessStartInfo("nsenter", [$"--net={_wrapper}.net", "--", .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return new Held(process);
    }

    /// <summary>What a program says that listens on a port, to a caller where the daemon's network is.</summary>
    public Task<string> CallFromInsideAsync(string address, int port) => InsideAsync("python3", "-c", Caller, address, $"{port}");

    /// <summary>The same to a caller behind the way out.</summary>
    public Task<string> CallFromOutsideAsync(string address, int port) =>
        AskAsync("nsenter", $"--net=/proc/{_outside!.Id}/ns/net", "--", "python3", "-c", Caller, address, $"{port}");

    public async ValueTask DisposeAsync()
    {
        if (Pando is not null)
        {
            await Pando.DisposeAsync();
        }
        if (_outside is { HasExited: false })
        {
            _outside.StandardInput.Close();
            await _outside.WaitForExitAsync(CancellationToken.None).WaitAsync(Instance.Limit, CancellationToken.None);
        }
        _outside?.Dispose();
        if (File.Exists(_wrapper + ".net"))
        {
            await AskAsync("umount", _wrapper + ".net");
        }
        Directory.Delete(Path.GetDirectoryName(_wrapper)!, recursive: true);
    }

    // A name for the namespace: it lives on when the daemon is killed and no guest is in it.
    private async Task KeepNamespaceAsync()
    {
        await File.WriteAllTextAsync(_wrapper + ".net", string.Empty);
        await AskAsync("mount", "--bind", $"/proc/{Pando.DaemonPid}/ns/net", _wrapper + ".net");
    }

    private async Task OpenWayOutAsync()
    {
        var start = new ProcessStartInfo("unshare", ["--net", "--", "python3", "-c", EchoPeer]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _outside = Process.Start(start)!;
        Assert.Equal("listening", await _outside.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await InsideAsync("ip", "link", "add", "up0", "type", "veth", "peer", "name", "far0", "netns", $"{_outside.Id}");
        await InsideAsync("ip", "address", "add", $"{HostOutside}/24", "dev", "up0");
        await InsideAsync("ip", "link", "set", "up0", "up");
        foreach (var command in new[] { $"ip address add {Server}/24 dev far0", "ip link set far0 up", "ip link set lo up" })
        {
            await AskAsync(["nsenter", $"--net=/proc/{_outside.Id}/ns/net", "--", .. command.Split(' ')]);
        }
    }

    private static async Task<string> AskAsync(params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var words = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Instance.Limit, CancellationToken.None);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await words}");
    }

    private sealed class Held(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit(Instance.Limit);
            process.Dispose();
        }
    }
}
