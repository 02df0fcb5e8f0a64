using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What a host fills into definitions that leave it open.</summary>
public sealed record HostDefaults
{
    /// <summary>The QEMU program.</summary>
    public required string EmulatorPath { get; init; }

    /// <summary>The machine type of a definition that names none, or its alias.</summary>
    public string DefaultMachine { get; init; } = "q35";

    /// <summary>
    /// Gives the versioned name of a machine type (<c>q35</c> → <c>pc-q35-7.2</c>), so that a guest keeps its
    /// hardware when QEMU is upgraded. Throws for a type that QEMU does not have.
    /// </summary>
    public required Func<string, string> ResolveMachine { get; init; }

    /// <summary>The card of an interface that names none. libvirt's is an old Realtek; every guest of today knows virtio.</summary>
    public InterfaceModel InterfaceModel { get; init; } = InterfaceModel.Virtio;

    /// <summary>The video card of a display that has none. libvirt's is a Cirrus of 1995.</summary>
    public VideoModel VideoModel { get; init; } = VideoModel.Vga;

    /// <summary>The version of a trusted platform module that names none. libvirt's is 1.2, which guests of today take for none.</summary>
    public TpmVersion TpmVersion { get; init; } = TpmVersion.V20;

    /// <summary>The SCSI controller of a definition that names no model. libvirt's is one of 1999.</summary>
    public ScsiControllerModel ScsiModel { get; init; } = ScsiControllerModel.VirtioScsi;

    /// <summary>Makes a uuid.</summary>
    public Func<DomainId> NewId { get; init; } = DomainId.New;

    /// <summary>Makes the identity of a port of Open vSwitch.</summary>
    public Func<Guid> NewPortId { get; init; } = Guid.NewGuid;

    /// <summary>Makes the address of a network card.</summary>
    public Func<MacAddress> NewMac { get; init; } = static () => MacAddress.WithQemuPrefix(Guid.NewGuid().GetHashCode() & 0xffffff);
}
