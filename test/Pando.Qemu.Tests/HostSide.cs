using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.TestNamespaces;

namespace Pando.Qemu.Tests;

/// <summary>What a machine's interfaces, modules and devices of the host need, pretended or made where a test may make it.</summary>
internal sealed class HostSide : IDisposable
{
    private const string TpmProgram = "/usr/bin/swtpm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<Process> _programs = [];
    private readonly List<Socket> _sockets = [];

    public Dictionary<string, OpenedInterface> Interfaces { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SafeHandle> Connections { get; } = new(StringComparer.Ordinal);

    /// <summary>Descriptors that are not open, for arguments that nobody executes.</summary>
    public static HostSide Pretended(DomainDevices devices)
    {
        var side = new HostSide();
        foreach (InterfaceDevice card in devices.Interfaces.Items.Where(IsTap))
        {
            SafeHandle[] queues = [.. Enumerable.Range(0, card.Driver.Queues ?? 1).Select(_ => new Descriptor(-1))];
            SafeHandle[] vhosts = card.Driver.Name == InterfaceDriverName.Vhost ? [.. queues.Select(_ => new Descriptor(-1))] : [];
            side.Interfaces[card.Alias!.Value.Name] = new OpenedInterface(card, queues, vhosts, null);
        }

        foreach (TpmDevice tpm in devices.Tpms.Items.Where(tpm => tpm.Backend is TpmEmulator))
        {
            side.Connections[tpm.Alias!.Value.Name] = new Descriptor(-1);
        }

        foreach (InterfaceDevice card in devices.Interfaces.Items.Where(IsOfPasst))
        {
            side.Connections[card.Alias!.Value.Name] = new Descriptor(-1);
        }

        return side;
    }

    /// <summary>The keys of files that are found out by what the devices are, not by a path.</summary>
    public static IEnumerable<string> FoundFiles(DomainDevices devices) =>
        devices.HostDevices.Items.Where(device => device is HostUsbDevice).Cast<Device>()
            .Concat(devices.Vsock is { } vsock ? [vsock] : [])
            .Select(device => device.Alias!.Value.Name);

    /// <summary>The nodes that are found out so and opened by QEMU.</summary>
    public static Dictionary<string, string> FoundNodes(DomainDevices devices) =>
        devices.HostDevices.Items.OfType<HostScsiDevice>().ToDictionary(static device => device.Alias!.Value.Name, static _ => "/dev/sg0", StringComparer.Ordinal);

    /// <summary>Makes taps in a network of their own, and starts the modules' programs.</summary>
    public static async Task<HostSide> StartAsync(DomainDevices devices, string folder)
    {
        var side = new HostSide();
        foreach (InterfaceDevice card in devices.Interfaces.Items.Where(IsTap))
        {
            OwnNetwork.Require();
            IReadOnlyList<SafeHandle> queues = OwnNetwork.Run(() => TapDevice.Open("vnet%d", card.Driver.Queues ?? 1).Queues);
            side.Interfaces[card.Alias!.Value.Name] = new OpenedInterface(card, queues, [], null);
        }

        foreach (InterfaceDevice card in devices.Interfaces.Items.Where(IsOfPasst))
        {
            // QEMU does not look at who has the other end.
            (Socket ours, Socket theirs) = UnixPair.Open();
            side._sockets.AddRange([ours, theirs]);
            side.Connections[card.Alias!.Value.Name] = ours.SafeHandle;
        }

        foreach (TpmDevice tpm in devices.Tpms.Items)
        {
            string alias = tpm.Alias!.Value.Name;
            string socket = tpm.Backend is TpmExternal external ? external.SocketPath : Path.Combine(folder, alias);
            string state = Directory.CreateDirectory(Path.Combine(folder, alias + "-state")).FullName;
            string[] version = tpm.Version == TpmVersion.V12 ? [] : ["--tpm2"];
            string pid = Path.Combine(folder, alias + ".pid");
            // As a daemon it returns when it listens.
            using Process program = Process.Start(
                TpmProgram, ["socket", "--daemon", "--pid", $"file={pid}", .. version, "--tpmstate", $"dir={state}", "--ctrl", $"type=unixio,path={socket},mode=0666"]);
            await program.WaitForExitAsync().WaitAsync(Patience);
            side._programs.Add(Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture)));
            if (tpm.Backend is TpmEmulator)
            {
                side._sockets.Add(await UnixConnect.ConnectAsync(socket, Patience));
                side.Connections[alias] = side._sockets[^1].SafeHandle;
            }
        }

        return side;
    }

    public void Dispose()
    {
        Interfaces.Values.ToList().ForEach(opened => opened.Dispose());
        _sockets.ForEach(socket => socket.Dispose());
    }

    /// <summary>Ends what was started.</summary>
    public void End()
    {
        foreach (Process program in _programs)
        {
            program.Kill();
            program.Dispose();
        }
    }

    private static bool IsOfPasst(InterfaceDevice card) => card is { Source: UserNetworkSource, Backend.Program: UserNetworkProgram.Passt };

    private static bool IsTap(InterfaceDevice card) => card.Source is BridgeSource or DirectSource or EthernetSource or VirtualNetworkSource;
}
