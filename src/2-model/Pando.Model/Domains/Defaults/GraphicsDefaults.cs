using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>Where displays listen that do not say.</summary>
internal static class GraphicsDefaults
{
    // Without a word about it only this host may look.
    private const string ThisHost = "127.0.0.1";

    public static GraphicsDevice Complete(GraphicsDevice display) => display switch
    {
        VncGraphics vnc => Vnc(vnc),
        SpiceGraphics spice => Spice(spice),
        _ => display,
    };

    private static VncGraphics Vnc(VncGraphics vnc)
    {
        var listens = Known(vnc.Listens.IsEmpty ? [new AddressListen(null)] : vnc.Listens);
        return vnc with { Listens = listens, AutoPort = vnc.Port is null ? HasPorts(listens) : vnc.AutoPort };
    }

    // A SPICE display that names no port at all is for clients that are handed over.
    private static SpiceGraphics Spice(SpiceGraphics spice)
    {
        GraphicsListen usual = spice is { Port: null, TlsPort: null, AutoPort: false } ? new NoListen() : new AddressListen(null);
        var listens = Known(spice.Listens.IsEmpty || (usual is NoListen && HasPorts(spice.Listens)) ? [usual] : spice.Listens);
        return spice with { Listens = listens, AutoPort = spice.AutoPort && HasPorts(listens) };
    }

    private static bool HasPorts(EquatableArray<GraphicsListen> listens) => listens.Items.Any(listen => listen is AddressListen or NetworkListen);

    private static EquatableArray<GraphicsListen> Known(EquatableArray<GraphicsListen> listens) =>
        listens.Items.Select(listen => listen is AddressListen { Address: null } ? new AddressListen(ThisHost) : listen).ToEquatableArray();
}
