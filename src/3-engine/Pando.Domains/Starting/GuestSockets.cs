using System.Globalization;
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
        var devices = CharacterEnds.Change(definition.Devices, (device, end) => Placed(end, device, directory));
        return definition with
        {
            Devices = devices with
            {
                Graphics = devices.Graphics.Items.Select(display => display with { Listens = Placed(display, directory) }).ToEquatableArray(),
                Audios = devices.Audios.Items.Select(audio => audio is { Driver: AudioDriver.File, FilePath: null }
                    ? audio with { FilePath = Own(directory, string.Create(CultureInfo.InvariantCulture, $"audio{audio.Id}.wav")) }
                    : audio).ToEquatableArray(),
            },
        };
    }

    /// <summary>Binds them all, or none.</summary>
    public static GuestSockets Listen(DomainDefinition definition)
    {
        var sockets = new GuestSockets();
        try
        {
            foreach (var (device, end) in CharacterEnds.Of(definition.Devices))
            {
                var alias = device.Alias!.Value.Name;
                if (end is UnixBackend { Listens: true, Path: { } path } && !sockets._byAlias.ContainsKey(alias))
                {
                    sockets._byAlias[alias] = UnixListener.Bind(path);
                }
            }
            // A switch that connects to us: the socket is where it looks for it.
            foreach (var card in definition.Devices.Interfaces)
            {
                if (card.Source is VhostUserNetworkSource { Listens: true, Path: var path })
                {
                    sockets._byAlias[card.Alias!.Value.Name] = UnixListener.Bind(path);
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

    private static CharacterBackend Placed(CharacterBackend backend, Device device, string directory) =>
        backend is UnixBackend { Path: null } unix ? unix with { Path = Path.Combine(directory, SocketName(device)) } : backend;

    // As libvirt calls it: after what the guest knows a channel by, where that can be the name of a file.
    private static string SocketName(Device device) =>
        device is ChannelDevice { Name: { Length: <= 64 } name } && name[0] != '.' && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
            ? $"channel-{name}"
            : $"{device.Alias!.Value.Name}.sock";

    private static EquatableArray<GraphicsListen> Placed(GraphicsDevice display, string directory) => display.Listens.Items.Select(listen => listen is SocketListen { Path: null }
        ? new SocketListen(Own(directory, display is SpiceGraphics ? "spice.sock" : SocketName(display, "vnc")))
        : listen).ToEquatableArray();

    // libvirt's name where there is one such display, which is nearly always.
    private static string SocketName(GraphicsDevice display, string kind) => display.Alias is { Name: var name and not "graphics0" } ? $"{kind}-{name}.sock" : $"{kind}.sock";

    private static string Own(string directory, string name) => Path.Combine(directory, MakeRunDirectory.OwnOfQemu, name);
}
