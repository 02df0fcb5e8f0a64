using System.Globalization;
using Pando.Linux;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Dnsmasq;

/// <summary>
/// The dnsmasq(8) of a network. It daemonizes when it serves, so that the end of its first process is its word for being ready, and
/// it lives on without us; its pid file is only a hint, its command line proves that it is ours.
/// </summary>
internal static class DnsmasqServer
{
    private const string Program = "dnsmasq";
    private const string Package = "dnsmasq-base";
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>Whether it is on the host.</summary>
    public static bool IsThere => HostPrograms.Find(Program) is not null;

    /// <summary>Returns where it is on the host.</summary>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static void Require() => HostPrograms.PathOf(Program, Package);

    /// <summary>Starts it, unless it runs.</summary>
    /// <exception cref="PeerException"><c>network.dnsmasq-failed</c>, with its words.</exception>
    public static async Task StartAsync(InstancePaths paths, NetworkDefinition network, CancellationToken cancellationToken)
    {
        var files = DnsmasqFiles.Of(paths, network.Id);
        files.Write(DnsmasqConfiguration.Of(network, files));
        using var running = Find(files);
        if (running is null)
        {
            await HostPrograms.RunAsync(
                Program, Package, [Argument(files)], null, StartLimit, ErrorCodes.Network.DnsmasqFailed, [new ErrorFact("network", network.Name)], cancellationToken);
        }
    }

    /// <summary>Whether it runs with what it would be told now, or neither runs nor is needed.</summary>
    public static bool IsUpToDate(InstancePaths paths, NetworkDefinition network)
    {
        var files = DnsmasqFiles.Of(paths, network.Id);
        return DnsmasqConfiguration.IsNeeded(network)
            ? IsRunning(paths, network.Id) && files.Hold(DnsmasqConfiguration.Of(network, files))
            : !IsRunning(paths, network.Id);
    }

    /// <summary>Ends it and removes what only it needs; its leases stay for the next time.</summary>
    public static async Task StopAsync(InstancePaths paths, NetworkId id, TimeProvider time, CancellationToken cancellationToken)
    {
        var files = DnsmasqFiles.Of(paths, id);
        using (var running = Find(files))
        {
            if (running is not null)
            {
                await EndAsync(running, time, cancellationToken);
            }
        }
        foreach (var file in new[] { files.Pid, files.Main, files.Hosts, files.Names }.Where(File.Exists))
        {
            File.Delete(file);
        }
        if (Directory.Exists(files.Folder) && !Directory.EnumerateFileSystemEntries(files.Folder).Any())
        {
            Directory.Delete(files.Folder);
        }
    }

    /// <summary>Removes what was kept for the next time, its leases, of a network that has none.</summary>
    public static void Forget(InstancePaths paths, NetworkId id)
    {
        if (Directory.Exists(paths.NetworkServer(id)))
        {
            Directory.Delete(paths.NetworkServer(id), recursive: true);
        }
    }

    /// <summary>Whether it runs.</summary>
    public static bool IsRunning(InstancePaths paths, NetworkId id)
    {
        using var running = Find(DnsmasqFiles.Of(paths, id));
        return running is not null;
    }

    private static string Argument(DnsmasqFiles files) => $"--conf-file={files.Main}";

    private static PidFd? Find(DnsmasqFiles files)
    {
        if (!File.Exists(files.Pid) || !int.TryParse(File.ReadAllText(files.Pid), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pid))
        {
            return null;
        }
        PidFd? process = null;
        try
        {
            process = PidFd.Open(pid);
            // Read after the process is held: the number cannot pass to another one in between.
            if (File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains(Argument(files)))
            {
                return process;
            }
        }
        catch (Exception e) when (e is SyscallException or IOException)
        {
            // It has ended.
        }
        process?.Dispose();
        return null;
    }

    private static async Task EndAsync(PidFd process, TimeProvider time, CancellationToken cancellationToken)
    {
        process.Signal(Terminate);
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(EndLimit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            process.Signal(Kill);
            Task killed = process.WaitForExitAsync(cancellationToken).WaitAsync(EndLimit, time, cancellationToken);
            await killed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
