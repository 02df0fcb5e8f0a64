using System.Net;
using System.Net.Sockets;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Starting;

/// <summary>
/// Chooses the TCP ports of SPICE displays, whose server looks for none itself. A port is promised to one machine until
/// its QEMU has bound it; from then on nobody else can.
/// </summary>
internal sealed class DisplayPorts
{
    // Behind those that QEMU chooses for VNC.
    private const int First = 6000;
    private const int Last = 65535;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, DomainId> _promised = [];

    /// <summary>The definition with a port for every display that is to have one chosen.</summary>
    /// <param name="definition">The machine.</param>
    /// <param name="encrypts">Whether this host has certificates, so that a port for encrypted connections makes sense.</param>
    /// <exception cref="CallerException"><c>domain.no-display-port</c></exception>
    public DomainDefinition Promise(DomainDefinition definition, bool encrypts)
    {
        var graphics = definition.Devices.Graphics.Items.Select(display => display is SpiceGraphics { AutoPort: true } spice
            ? spice with { Port = Free(spice, definition), TlsPort = encrypts ? Free(spice, definition) : null }
            : display);
        return definition with { Devices = definition.Devices with { Graphics = graphics.ToEquatableArray() } };
    }

    /// <summary>Takes back what was promised to a machine: its QEMU has it by now, or never will.</summary>
    public void Release(DomainId id)
    {
        lock (_gate)
        {
            foreach (var port in _promised.Where(promise => promise.Value == id).Select(promise => promise.Key).ToList())
            {
                _promised.Remove(port);
            }
        }
    }

    private int Free(SpiceGraphics spice, DomainDefinition definition)
    {
        var text = spice.Listens.Items.OfType<AddressListen>().FirstOrDefault()?.Address;
        var address = text is not null && IPAddress.TryParse(text, out var parsed) ? parsed : IPAddress.Any;
        lock (_gate)
        {
            for (var port = First; port <= Last; port++)
            {
                if (!_promised.ContainsKey(port) && IsFree(address, port))
                {
                    _promised.Add(port, definition.Id);
                    return port;
                }
            }
        }
        throw new CallerException(ErrorCodes.Domain.NoDisplayPort, ("name", definition.Name));
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
