namespace Pando.Model.Host.NodeDevices;

/// <summary>A device of the host as the kernel shows it (<see href="https://libvirt.org/formatnode.html"/>).</summary>
/// <param name="Name">Its name among all: what kind it is of, and the kernel's name for it: <c>pci_0000_00_02_0</c>.</param>
/// <param name="Capability">What it is.</param>
public sealed record NodeDevice(string Name, NodeCapability Capability)
{
    /// <summary>The one that all others hang on: the host itself.</summary>
    public const string Host = "computer";

    /// <summary>Where the kernel shows it, below <c>/sys</c>; null for the host itself.</summary>
    public string? Path { get; init; }

    /// <summary>The name of the device that it hangs on; null for the host itself.</summary>
    public string? Parent { get; init; }

    /// <summary>The driver that it has; null where it has none.</summary>
    public string? Driver { get; init; }

    /// <summary>Its node below <c>/dev</c>; null where it has none.</summary>
    public string? Node { get; init; }
}
