namespace Pando.Model.Domains.Devices;

/// <summary>What hands a PCI device of the host to a guest.</summary>
public enum HostPciDriver
{
    /// <summary>The kernel's VFIO.</summary>
    Vfio,

    /// <summary>What KVM had before VFIO; no kernel of today has it.</summary>
    Kvm,

    /// <summary>Xen's; not for QEMU.</summary>
    Xen,
}
