using System.Net.Sockets;
using Pando.Linux.Sockets;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Starting;

/// <summary>The unix sockets that a guest's consoles and channels listen on: bound by us, inherited by QEMU.</summary>
internal sealed class GuestSockets : IDisposable
{
    private readonly Dictionary<string, Socket> _byAlias = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Socket> ByAlias => _byAlias;

    /// <summary>Chooses a path in the machine's run directory for every socket that has none.</summary>
    public static DomainDefinition Place(DomainDefinition definition, string directory)
    {
        var devices = definition.Devices;
        return definition with
        {
            Devices = devices with
            {
                Serials = devices.Serials.Items.Select(serial => serial with { Backend = Placed(serial.Backend, serial, directory) }).ToEquatableArray(),
                Consoles = devices.Consoles.Items.Select(console => console with { Backend = Placed(console.Backend, console, directory) }).ToEquatableArray(),
                Channels = devices.Channels.Items.Select(channel => channel with { Backend = Placed(channel.Backend, channel, directory) }).ToEquatableArray(),
                Graphics = devices.Graphics.Items.Select(graphics => graphics with { Listens = Placed(graphics.Listens, directory) }).ToEquatableArray(),
            },
        };
    }

    /// <summary>Binds them all, or none.</summary>
    public static GuestSockets Listen(DomainDefinition definition)
    {
        var sockets = new GuestSockets();
        try
        {
            foreach (var (alias, backend) in Backends(definition.Devices))
            {
                if (backend is UnixBackend { Listens: true, Path: { } path } && !sockets._byAlias.ContainsKey(alias))
                {
                    sockets._byAlias[alias] = UnixListener.Bind(path);
                }
            }
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var socket in _byAlias.Values)
        {
            socket.Dispose();
        }
    }

    private static IEnumerable<(string Alias, CharacterBackend Backend)> Backends(DomainDevices devices) =>
        devices.Serials.Items.Select(serial => (serial.Alias!.Value.Name, serial.Backend))
            .Concat(devices.Consoles.Items.Select(console => (console.Alias!.Value.Name, console.Backend)))
            .Concat(devices.Channels.Items.Select(channel => (channel.Alias!.Value.Name, channel.Backend)));

    private static CharacterBackend Placed(CharacterBackend backend, Device device, string directory) =>
        backend is UnixBackend { Path: null } unix ? unix with { Path = Path.Combine(directory, device.Alias!.Value.Name + ".sock") } : backend;

    private static EquatableArray<GraphicsListen> Placed(EquatableArray<GraphicsListen> listens, string directory) =>
        listens.Items.Select(listen => listen is SocketListen { Path: null } ? new SocketListen(Path.Combine(directory, MakeRunDirectory.OwnOfQemu, "vnc.sock")) : listen).ToEquatableArray();
}
