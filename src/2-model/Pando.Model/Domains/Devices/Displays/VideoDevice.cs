using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A video card.</summary>
public sealed record VideoDevice : Device
{
    /// <summary>What it is; null until the default is filled in.</summary>
    public VideoModel? Model { get; init; }

    /// <summary>Who draws: QEMU itself, or a process of its own; null is QEMU.</summary>
    public VideoDriver? Driver { get; init; }

    /// <summary>What a virtio card is told about its rings.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;

    /// <summary>Video memory in KiB; null leaves it to QEMU.</summary>
    public int? VramKiB { get; init; }

    /// <summary>The second memory bar of a qxl card in KiB; null leaves it to QEMU.</summary>
    public int? RamKiB { get; init; }

    /// <summary>The memory above 4 GiB of a qxl card in KiB; null leaves it to QEMU.</summary>
    public int? Vram64KiB { get; init; }

    /// <summary>The VGA frame buffer of a qxl card in KiB; null leaves it to QEMU.</summary>
    public int? VgaMemoryKiB { get; init; }

    /// <summary>The number of screens; null is one.</summary>
    public int? Heads { get; init; }

    /// <summary>Whether it is the one that shows the firmware.</summary>
    public bool Primary { get; init; }

    /// <summary>Whether the guest's pictures need not be copied (virtio blob resources); null leaves it to QEMU.</summary>
    public bool? Blob { get; init; }

    /// <summary>Whether the guest draws in three dimensions with the host's card; null is no.</summary>
    public bool? Accel3D { get; init; }

    /// <summary>The host's card that draws: <c>/dev/dri/renderD128</c>; null lets QEMU choose.</summary>
    public string? RenderNode { get; init; }

    /// <summary>The size of the screen that the guest finds; null leaves it to QEMU.</summary>
    public VideoResolution? Resolution { get; init; }
}

/// <summary>The size of a screen in pixels.</summary>
/// <param name="Width">The pixels of a line.</param>
/// <param name="Height">The lines.</param>
public sealed record VideoResolution(int Width, int Height);

/// <summary>Who draws what a guest shows.</summary>
public enum VideoDriver
{
    /// <summary>QEMU.</summary>
    Qemu,

    /// <summary>A process of its own (vhost-user-gpu).</summary>
    [XmlEnum("vhostuser")]
    VhostUser,
}

/// <summary>What a video card is.</summary>
public enum VideoModel
{
    /// <summary>A standard VGA card.</summary>
    Vga,

    /// <summary>virtio-gpu.</summary>
    Virtio,

    /// <summary>The card of SPICE.</summary>
    Qxl,

    /// <summary>A frame buffer without VGA, for UEFI guests.</summary>
    Bochs,

    /// <summary>An old card for old guests.</summary>
    Cirrus,

    /// <summary>The card of VMware.</summary>
    [XmlEnum("vmvga")]
    VmVga,

    /// <summary>A frame buffer in the guest's memory, without a card, for UEFI guests.</summary>
    [XmlEnum("ramfb")]
    RamFrameBuffer,

    /// <summary>No card, and no default one either.</summary>
    None,
}
