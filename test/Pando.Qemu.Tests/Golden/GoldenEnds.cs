using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Tests.Golden;

/// <summary>What stands at the host's end of a golden definition's devices, made where a test may make it.</summary>
internal static class GoldenEnds
{
    /// <summary>The same devices with files, pipes, terminals and ports that are there and free.</summary>
    public static DomainDevices Here(DomainDevices devices, TemporaryFolder folder) =>
        CharacterEnds.Change(devices, (_, end) => WithLog(Here(end, folder), folder));

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static CharacterBackend WithLog(CharacterBackend end, TemporaryFolder folder) =>
        end.Log is { } log ? end with { Log = log with { Path = In(folder, log.Path) } } : end;

    private static CharacterBackend Here(CharacterBackend end, TemporaryFolder folder) => end switch
    {
        FileBackend file => file with { Path = In(folder, file.Path) },
        PipeBackend pipe => pipe with { Path = Pipe(In(folder, pipe.Path)) },
        // A new terminal each time it is opened: as good as a serial port.
        DeviceBackend device => device with { Path = "/dev/ptmx" },
        TcpBackend { Listens: true } tcp => tcp with { Service = FreePort().ToString(CultureInfo.InvariantCulture) },
        UdpBackend { LocalService: not null } udp => udp with { LocalService = FreePort().ToString(CultureInfo.InvariantCulture) },
        // A refusal at once; without a way there the kernel might take its time.
        TcpBackend tcp => tcp with { Host = IPAddress.Loopback.ToString() },
        _ => end,
    };

    private static string In(TemporaryFolder folder, string path) => folder[Path.GetFileName(path)];

    private static string Pipe(string path)
    {
        // A console on a serial port has the pipe of the port.
        if (File.Exists(path))
        {
            return path;
        }

        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return path;
    }
}
