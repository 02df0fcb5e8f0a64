using System.Diagnostics;
using System.Globalization;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;

namespace Pando.Bench;

/// <summary>How fast our client of libvirt's protocol is beside libvirt's own library: calls one after the other to one stock libvirtd.</summary>
internal static class WireRoundTrips
{
    private const int Calls = 10_000;
    private const int Rounds = 7;
    private const string Python = "/usr/bin/python3";

    // The library's time alone: connecting and Python's start are outside, what a loop of Python's costs is inside.
    private const string Script = """
        import libvirt, sys, time
        connection = libvirt.open(sys.argv[1])
        for _ in range(int(sys.argv[3])):
            start = time.perf_counter()
            for _ in range(int(sys.argv[2])):
                connection.getLibVersion()
            print(1000 * (time.perf_counter() - start))
        """;

    public static async Task MeasureAsync(LibvirtdPeer? libvirtd, Report report)
    {
        if (libvirtd is null)
        {
            return;
        }
        await using var client = await LibvirtClient.ConnectAsync(libvirtd.Socket);
        await client.OpenAsync("qemu:///system");
        Samples ours = new();
        await CallAsync(client);
        for (var round = 0; round < Rounds; round++)
        {
            await ours.TakeAsync(() => CallAsync(client));
        }
        report.Add(string.Create(CultureInfo.InvariantCulture, $"{Calls:N0} round trips of our libvirt client, one connection"), ours, await TheirsAsync(libvirtd), "libvirt's library in Python", "");
    }

    private static async Task CallAsync(LibvirtClient client)
    {
        for (var call = 0; call < Calls; call++)
        {
            await client.CallAsync(RemoteProgram.ConnectGetLibVersion, Nothing.Value);
        }
    }

    /// <summary>Null where the library's Python side is not installed.</summary>
    private static async Task<Samples?> TheirsAsync(LibvirtdPeer libvirtd)
    {
        var start = new ProcessStartInfo(
            Python, ["-c", Script, libvirtd.Uri, Calls.ToString(CultureInfo.InvariantCulture), Rounds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            return null;
        }
        Samples theirs = new();
        foreach (var line in lines)
        {
            theirs.Add(TimeSpan.FromMilliseconds(double.Parse(line, CultureInfo.InvariantCulture)));
        }
        return theirs;
    }
}
