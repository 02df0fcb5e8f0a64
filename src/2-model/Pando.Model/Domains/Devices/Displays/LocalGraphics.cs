namespace Pando.Model.Domains.Devices;

/// <summary>Drawing with the host's graphics card.</summary>
/// <param name="Enabled">Whether it does; null where a definition names only the card.</param>
/// <param name="RenderNode">The card: <c>/dev/dri/renderD128</c>; null lets QEMU choose.</param>
public sealed record DisplayGl(bool? Enabled, string? RenderNode);

/// <summary>No display of its own: the host's graphics card draws for the other displays.</summary>
public sealed record EglHeadlessGraphics : GraphicsDevice
{
    /// <summary>The card: <c>/dev/dri/renderD128</c>; null lets QEMU choose.</summary>
    public string? RenderNode { get; init; }
}

/// <summary>A display that programs on the host read over D-Bus.</summary>
public sealed record DbusGraphics : GraphicsDevice
{
    /// <summary>The bus (<c>unix:path=/run/bus</c>); null is a bus of the machine's own, or none with <see cref="PeerToPeer"/>.</summary>
    public string? BusAddress { get; init; }

    /// <summary>Whether clients are handed over as descriptors instead of meeting on a bus.</summary>
    public bool PeerToPeer { get; init; }

    /// <summary>Drawing with the host's graphics card; null is as usual.</summary>
    public DisplayGl? Gl { get; init; }

    /// <summary>The number of the audio backend whose sound it carries; null is none.</summary>
    public int? AudioId { get; init; }
}

/// <summary>A window on the host's own screen. Kept in definitions; QEMU as Pando runs it reaches no screen.</summary>
public sealed record SdlGraphics : GraphicsDevice
{
    /// <summary>The X display: <c>:0.0</c>.</summary>
    public string? Display { get; init; }

    /// <summary>The file that lets QEMU in.</summary>
    public string? Xauthority { get; init; }

    /// <summary>Whether the window fills the screen.</summary>
    public bool FullScreen { get; init; }

    /// <summary>Whether it draws with the host's graphics card; null is as usual.</summary>
    public bool? Gl { get; init; }
}
