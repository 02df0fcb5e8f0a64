namespace Pando.Model.Domains.Devices;

/// <summary>The ROM of a PCI card, which a firmware runs to boot from it.</summary>
public sealed record OptionRom
{
    /// <summary>Whether there is one at all; null leaves it to QEMU.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the guest sees it in a memory bar; null leaves it to QEMU.</summary>
    public bool? Bar { get; init; }

    /// <summary>A file of the host that stands in for the card's own.</summary>
    public string? File { get; init; }
}
