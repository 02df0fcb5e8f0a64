using System.Text.Json.Nodes;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Qmp;

namespace Pando.Bench;

/// <summary>A QEMU without anybody between it and us: executed with an argument list, spoken to over its own socket.</summary>
internal sealed class BareQemu : IAsyncDisposable
{
    // A restore answers nobody while it reads.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(2);

    private readonly string _directory;
    private readonly SpawnedProcess _process;
    private readonly IAsyncEnumerator<QmpEvent> _events;

    private BareQemu(string directory, SpawnedProcess process, QmpSession session)
    {
        _directory = directory;
        _process = process;
        Session = session;
        _events = session.ReadEventsAsync().GetAsyncEnumerator();
    }

    public QmpSession Session { get; }

    /// <summary>
    /// The same QEMU with the same arguments as a machine that pandod runs, taken from /proc. The machine may have one
    /// descriptor only: its monitor.
    /// </summary>
    public static async Task<BareQemu> StartLikeAsync(int pid)
    {
        var arguments = (await File.ReadAllTextAsync($"/proc/{pid}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return await StartAsync(arguments[0], arguments[1..]);
    }

    /// <summary>Ends when QEMU has answered. Descriptor 3 is the socket of its monitor.</summary>
    public static async Task<BareQemu> StartAsync(string program, IReadOnlyList<string> arguments)
    {
        var directory = Directory.CreateTempSubdirectory("qemu-by-hand-").FullName;
        var address = Path.Combine(directory, "monitor.sock");
        using var listener = UnixListener.Bind(address);
        var process = ProcessSpawner.Start(new SpawnRequest
        {
            Program = program,
            Arguments = arguments,
            Descriptors = [new InheritedDescriptor(listener.SafeHandle, 3)],
        });
        var socket = await UnixConnect.ConnectAsync(address, TimeSpan.FromSeconds(10));
        var session = await QmpSession.ConnectAsync(socket, new QmpOptions(TimeProvider.System, Patience), CancellationToken.None);
        return new BareQemu(directory, process, session);
    }

    public Task DoAsync<TResult>(QmpVerb<TResult> verb) => Session.ExecuteAsync(verb);

    public Task DoAsync(Func<JsonObject, QmpVerb<Nothing>> verb, params (string Name, JsonNode Value)[] arguments)
    {
        var json = new JsonObject();
        foreach (var (name, value) in arguments)
        {
            json[name] = value;
        }
        return Session.ExecuteAsync(verb(json));
    }

    /// <summary>Waits until QEMU has removed a device.</summary>
    public async Task UntilDeletedAsync(string device)
    {
        while (await _events.MoveNextAsync())
        {
            if (_events.Current is DeviceDeletedEvent deleted && deleted.Device == device)
            {
                return;
            }
        }
        throw new InvalidOperationException($"QEMU ended before it had removed {device}.");
    }

    /// <summary>Waits until a migration, out or in, has ended well.</summary>
    public async Task UntilMigratedAsync()
    {
        using var look = new PeriodicTimer(Spacing);
        while (true)
        {
            switch (await Session.ExecuteAsync(new QueryMigrate()))
            {
                case { Status: "completed" }:
                    return;
                case { Status: "failed" or "cancelled" } info:
                    throw new InvalidOperationException($"QEMU's migration ended as {info.Status}: {info.ErrorDesc}");
            }
            await look.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await Session.DisposeAsync();
        _process.Handle.Signal(9);
        await _process.Handle.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
