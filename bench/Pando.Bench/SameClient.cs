using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pando.Bench;

/// <summary>What one client of libvirt's own library (client.py) waits for, against pandod and against stock libvirtd.</summary>
internal static class SameClient
{
    private const string Python = "/usr/bin/python3";

    private static readonly Dictionary<string, string> Wanted = new(StringComparer.Ordinal)
    {
        ["start"] = "3 times as fast",
        ["destroy"] = "7 times as fast",
        ["domstats of 50 running"] = "10 times as fast",
    };

    public static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, Report report)
    {
        if (libvirtd is null)
        {
            return;
        }
        var images = Path.Combine(pandod.Root, "images");
        var (ours, theirs) = (
            await RunAsync($"qemu:///system?socket={pandod.Root}/run/libvirt/libvirt-sock", images + "-ours"), await RunAsync(libvirtd.Uri, images + "-theirs"));
        foreach (var (name, samples) in ours)
        {
            report.Add($"by libvirt's library: {name}", samples, theirs.GetValueOrDefault(name), "libvirtd", Wanted.GetValueOrDefault(name, "no slower"));
        }
    }

    private static async Task<IReadOnlyDictionary<string, Samples>> RunAsync(string uri, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, [Script(), uri, folder]) { RedirectStandardOutput = true })!;
        var samples = new Dictionary<string, Samples>(StringComparer.Ordinal);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var parts = line.Split('\t');
            if (!samples.TryGetValue(parts[0], out var own))
            {
                samples[parts[0]] = own = new Samples();
            }
            own.Add(TimeSpan.FromMilliseconds(double.Parse(parts[1], CultureInfo.InvariantCulture)));
        }
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? samples : throw new InvalidOperationException($"The client at {uri} ended with {process.ExitCode}.");
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "client.py");
}
