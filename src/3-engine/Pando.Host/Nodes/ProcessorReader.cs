using System.Globalization;
using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>Reads what processors a host has, from /sys/devices/system/cpu and /proc/cpuinfo.</summary>
internal static class ProcessorReader
{
    private const string Folder = "/sys/devices/system/cpu";

    public static HostProcessors Read(HostFiles files)
    {
        CpuInfo info = CpuInfo.Of(files);
        Topology? topology = TopologyOf(files);
        int nodes = NumaNodes(files);
        return new HostProcessors
        {
            Model = info.Model,
            Online = Online(files),
            Sockets = topology?.Sockets,
            CoresPerSocket = topology?.CoresPerSocket,
            ThreadsPerCore = topology?.ThreadsPerCore,
            MHz = double.TryParse(info.Field("cpu MHz"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double clock) ? clock : null,
            NumaNodes = nodes > 0 ? nodes : null,
        };
    }

    public static int Online(HostFiles files)
    {
        int count = NumberList.Read(files.Text($"{Folder}/online")).Count;
        return count > 0 ? count : Environment.ProcessorCount;
    }

    public static int NumaNodes(HostFiles files) =>
        files.Names("/sys/devices/system/node").Count(static name => IsNumbered(name, "node"));

    private static Topology? TopologyOf(HostFiles files)
    {
        var threads = new List<(long Socket, long Core)>();
        foreach (string name in files.Names(Folder).Where(static name => IsNumbered(name, "cpu")))
        {
            if (files.Number($"{Folder}/{name}/topology/physical_package_id") is { } socket
                && files.Number($"{Folder}/{name}/topology/core_id") is { } core)
            {
                threads.Add((socket, core));
            }
        }

        if (threads.Count == 0)
        {
            return null;
        }

        int sockets = threads.Select(static thread => thread.Socket).Distinct().Count();
        int cores = threads.Distinct().Count();
        return new Topology(sockets, Math.Max(1, cores / sockets), Math.Max(1, threads.Count / cores));
    }

    private static bool IsNumbered(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && name.AsSpan(prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    private sealed record Topology(int Sockets, int CoresPerSocket, int ThreadsPerCore);
}
