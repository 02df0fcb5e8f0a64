using System.Diagnostics;
using System.Globalization;

namespace Pando.Bench;

/// <summary>What a figure is worth only together with.</summary>
internal static class Facts
{
    public static string Commit() => Ask("git", "rev-parse", "--short", "HEAD");

    public static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} × {model}, Linux {kernel}, .NET {Environment.Version}");
    }

    /// <summary>How busy the machine was in the last minute: with more than a small part of a processor, milliseconds are too high.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public static string Qemu() => Ask("qemu-system-x86_64", "--version").Split('\n')[0];

    public static string Libvirt() => "libvirtd " + Ask("libvirtd", "--version").Split(' ')[^1].Trim();

    private static string Ask(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return said;
    }
}
