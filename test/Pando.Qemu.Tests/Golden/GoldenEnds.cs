using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Tests.Golden;

/// <summary>What stands at the host's end of a golden definition's devices, made where a test may make it.</summary>
internal static class GoldenEnds
{
    /// <summary>The same devices with files, pipes, terminals and ports that are there and free.</summary>
    public static DomainDevices Here(DomainDevices devices, TemporaryFolder folder) =>
        CharacterEnds.Change(devices, (_, end) => WithLog(Here(end, folder), folder)) with
        {
            Interfaces = devices.Interfaces.Items.Select(card => card with { Source = Here(card.Source) }).ToEquatableArray(),
            Tpms = devices.Tpms.Items.Select(tpm => tpm.Backend is TpmExternal ? tpm with { Backend = new TpmExternal(folder["tpm.sock"]) } : tpm).ToEquatableArray(),
            SharedMemories = devices.SharedMemories.Items
                .Select(shared => shared.Server is null ? shared : shared with { Server = shared.Server with { Path = folder["shared.sock"] } }).ToEquatableArray(),
            Memories = devices.Memories.Items.Select(memory => memory with { Path = memory.Path is null ? null : Memory(In(folder, memory.Path), memory.SizeKiB) }).ToEquatableArray(),
            Pstore = devices.Pstore is { Path: { } last } pstore ? pstore with { Path = Memory(In(folder, last), pstore.SizeKiB) } : devices.Pstore,
        };

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

    private static InterfaceSource Here(InterfaceSource source) => source switch
    {
        UdpTunnelSource udp => udp with { LocalPort = FreePort() },
        TcpTunnelSource { Listens: true } tcp => tcp with { Port = FreePort() },
        _ => source,
    };

    /// <summary>A file that QEMU's user may write, of the size that the memory has.</summary>
    private static string Memory(string path, long kib)
    {
        using FileStream file = File.Create(path);
        file.SetLength(kib * 1024);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        return path;
    }

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
