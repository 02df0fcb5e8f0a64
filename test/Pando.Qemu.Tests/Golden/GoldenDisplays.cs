using Pando.Model;
using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Tests.Golden;

/// <summary>Where the displays of a golden definition listen when a test starts it.</summary>
internal static class GoldenDisplays
{
    /// <summary>On ports that are free here, or sockets of the test's own.</summary>
    public static GraphicsDevice Here(GraphicsDevice display, TemporaryFolder folder)
    {
        EquatableArray<GraphicsListen> listens = display.Listens.Items
            .Select(listen => listen is SocketListen ? new SocketListen(folder["display,1"]) : listen)
            .ToEquatableArray();
        return display switch
        {
            VncGraphics vnc => vnc with
            {
                Listens = listens,
                Port = vnc.Port is null ? null : GoldenEnds.FreePort(),
                WebSocket = vnc.WebSocket is null ? null : GoldenEnds.FreePort(),
            },
            SpiceGraphics spice => spice with { Listens = listens, Port = spice.Port is null ? null : GoldenEnds.FreePort() },
            _ => display with { Listens = listens },
        };
    }
}
