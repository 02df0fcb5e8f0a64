using System.Net.Sockets;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Linux;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.SideProcesses;

/// <summary>A program that was started, and QEMU's connection to it.</summary>
internal sealed record LaunchedSideProcess(SideProcessOrder Order, string Kind, SpawnedProcess Process, GuestWords Words, Socket? Connection) : IDisposable
{
    /// <summary>As it is written down with the machine.</summary>
    public SideProcess Recorded => new(Order.Name, Kind, new GuestProcess(Process.Identity.Pid, Process.Identity.StartTimeTicks, Process.Identity.BootId));

    /// <summary>Gives up our copies; the process goes on.</summary>
    public void Dispose()
    {
        Connection?.Dispose();
        Words.Dispose();
        Process.Dispose();
    }
}

/// <summary>Starts one program: its socket, its log, and the mark it is found by when nobody has noted it.</summary>
internal sealed class SideProcessLauncher(DomainServices services)
{
    /// <summary>The variable of its environment that says which machine it belongs to, by the machine's run directory.</summary>
    public const string MachineMark = "PANDO_BESIDE";

    // The process keeps its number when the shell becomes the program.
    private static readonly string[] Activation = ["-c", "LISTEN_FDS=1 LISTEN_PID=$$ exec \"$@\"", "sh"];

    // In a directory that only its user gets into.
    private static readonly UnixListenerOptions ForQemu = new() { Mode = (UnixFileMode)0b110_110_110 };

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public async Task<LaunchedSideProcess> LaunchAsync(
        string machine, string directory, string kind, SideProcessOrder order, Func<SpawnedProcess, Task> started, CancellationToken cancellationToken)
    {
        var words = GuestWords.Open(services.Paths.SideLog(machine, order.Name), order.Program, order.Arguments, services.Time);
        Socket? connection = null;
        try
        {
            using var listener = Socket(order, out connection);
            // Written down, and in the machine's control group, before its first instruction.
            using var waiting = Start(machine, directory, order, listener, words);
            var process = waiting.Process;
            await started(process);
            waiting.Release();
            if (order.ReadyPath is { } ready)
            {
                await WritesAsync(ready, machine, order, process, words, cancellationToken);
            }
            connection ??= order.ReachedByPath ? null : await ConnectAsync(machine, order, process, words, cancellationToken);
            return new LaunchedSideProcess(order, kind, process, words, connection);
        }
        catch
        {
            connection?.Dispose();
            words.Dispose();
            throw;
        }
        finally
        {
            foreach (var inherited in order.Descriptors)
            {
                inherited.Handle.Dispose();
            }
        }
    }

    /// <summary>The error for a program that has ended before QEMU could use it.</summary>
    public static PeerException Ended(string machine, SideProcessOrder order, SpawnedProcess process, GuestWords words, Exception? cause) => new(
        ErrorCodes.Domain.SideProcessEnded, words.Said(), cause,
        ("name", machine), ("process", Path.GetFileName(order.Program)), ("device", order.Name), ("status", process.Handle.TryReap()?.ToString() ?? "—"));

    /// <summary>The socket that the program inherits; null where it makes its own.</summary>
    private static Socket? Socket(SideProcessOrder order, out Socket? connection)
    {
        connection = null;
        if (order.ReadyPath is { } ready)
        {
            File.Delete(ready);
        }
        if (!order.IsConnected)
        {
            return order.MakesSocket ? null : UnixListener.Bind(order.SocketPath, order.ReachedByPath ? ForQemu : null);
        }
        (connection, var theirs) = UnixPair.Open();
        return theirs;
    }

    private async Task WritesAsync(
        string path, string machine, SideProcessOrder order, SpawnedProcess process, GuestWords words, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        while (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            if (await EndsSoonAsync(process, cancellationToken))
            {
                throw Ended(machine, order, process, words, null);
            }
            if (services.Time.GetElapsedTime(began) > services.Qemu.StartLimit)
            {
                throw Silent(machine, order, words, null);
            }
        }
    }

    private PeerException Silent(string machine, SideProcessOrder order, GuestWords words, Exception? cause) => new(
        ErrorCodes.Domain.SideProcessSilent, words.Said(), cause,
        ("name", machine), ("process", Path.GetFileName(order.Program)), ("device", order.Name), ("waited", Waited.Seconds(services.Qemu.StartLimit)));

    private WaitingProcess Start(string machine, string directory, SideProcessOrder order, Socket? listener, GuestWords words)
    {
        try
        {
            return ProcessSpawner.StartWaiting(new SpawnRequest
            {
                Program = order.SocketActivated ? "/bin/sh" : order.Program,
                Arguments = order.SocketActivated ? [.. Activation, order.Program, .. order.Arguments] : order.Arguments,
                Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                    ["LC_ALL"] = "C",
                    ["HOME"] = "/",
                    [MachineMark] = directory,
                },
                Descriptors = [.. listener is null ? [] : (InheritedDescriptor[])[new(listener.SafeHandle, SideProcessOrder.ListenerNumber)], .. order.Descriptors],
                Output = words.Handle,
                RunAs = order.RunAs,
                NoNewPrivileges = true,
                Limits = order.Limits ?? new Dictionary<ResourceLimit, ulong> { [ResourceLimit.CoreFileBytes] = 0 },
            });
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(
                ErrorCodes.Domain.SideProcessNotStarted, failure, ("name", machine), ("process", order.Program), ("device", order.Name));
        }
    }

    private async Task<Socket> ConnectAsync(
        string machine, SideProcessOrder order, SpawnedProcess process, GuestWords words, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await UnixConnect.ConnectAsync(order.SocketPath, services.Qemu.StartLimit, cancellationToken);
            }
            // One that makes its socket itself does so when it is ready.
            catch (SyscallException failure) when (order.MakesSocket && services.Time.GetElapsedTime(began) < services.Qemu.StartLimit)
            {
                if (!await EndsSoonAsync(process, cancellationToken))
                {
                    continue;
                }
                throw Ended(machine, order, process, words, failure);
            }
            catch (Exception e) when (e is SyscallException or TimeoutException)
            {
                throw Silent(machine, order, words, e);
            }
        }
    }

    /// <summary>Also what paces the attempts to connect.</summary>
    private async Task<bool> EndsSoonAsync(SpawnedProcess process, CancellationToken cancellationToken)
    {
        try
        {
            await process.Handle.WaitForExitAsync(cancellationToken).WaitAsync(Glance, services.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
