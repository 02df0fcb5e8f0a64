namespace Pando.Model.Domains.Devices;

/// <summary>A video card.</summary>
public sealed record VideoDevice : Device
{
    /// <summary>What it is; null until the default is filled in.</summary>
    public VideoModel? Model { get; init; }

    /// <summary>Video memory in KiB; null leaves it to QEMU.</summary>
    public int? VramKiB { get; init; }

    /// <summary>The second memory bar of a qxl card in KiB; null leaves it to QEMU.</summary>
    public int? RamKiB { get; init; }

    /// <summary>The VGA frame buffer of a qxl card in KiB; null leaves it to QEMU.</summary>
    public int? VgaMemoryKiB { get; init; }

    /// <summary>The number of screens; null is one.</summary>
    public int? Heads { get; init; }

    /// <summary>Whether it is the one that shows the firmware.</summary>
    public bool Primary { get; init; }
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

    /// <summary>No card, and no default one either.</summary>
    None,
}
