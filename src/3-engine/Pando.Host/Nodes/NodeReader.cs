using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Host.Files;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Host.Nodes;

/// <summary>Reads what a host is: some small files, no waiting.</summary>
internal static class NodeReader
{
    /// <summary>As uname -m says it.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        var other => other.ToString().ToLowerInvariant(),
    };

    public static HostNode Read(HostFiles files, AcceleratorVerdict accelerator, string? qemuVersion)
    {
        MemInfo memory = MemInfo.Of(files);
        return new HostNode
        {
            HostName = files.Text("/proc/sys/kernel/hostname") ?? Environment.MachineName,
            Distribution = Distribution(files),
            Kernel = files.Text("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.Version.ToString(),
            Architecture = Architecture,
            Processors = ProcessorReader.Read(files),
            MemoryTotalKiB = MemoryTotalKiB(memory),
            MemoryAvailableKiB = memory["MemAvailable"] ?? memory["MemFree"] ?? 0,
            Load = Load(files),
            Uptime = Uptime(files),
            Accelerator = accelerator,
            QemuVersion = qemuVersion,
        };
    }

    public static long MemoryTotalKiB(MemInfo memory) => memory["MemTotal"] ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024;

    private static string? Distribution(HostFiles files)
    {
        const string key = "PRETTY_NAME=";
        IReadOnlyList<string> lines = files.Lines("/etc/os-release");
        return (lines.Count > 0 ? lines : files.Lines("/usr/lib/os-release"))
            .FirstOrDefault(static line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim('"', '\'');
    }

    private static HostLoad? Load(HostFiles files)
    {
        double[] values = Doubles(files.Text("/proc/loadavg"));
        return values.Length >= 3 ? new HostLoad(values[0], values[1], values[2]) : null;
    }

    private static TimeSpan? Uptime(HostFiles files) =>
        Doubles(files.Text("/proc/uptime")) is [>= 0 and < 1e9 and var seconds, ..] ? TimeSpan.FromSeconds(seconds) : null;

    // The numbers that the text begins with.
    private static double[] Doubles(string? text) =>
    [
        .. (text ?? string.Empty).Split(' ')
            .Select(static part => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : (double?)null)
            .TakeWhile(static value => value is not null)
            .Select(static value => value!.Value),
    ];
}
