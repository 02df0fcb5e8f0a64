using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Advising.Profiles;

/// <summary>Changes that several profiles make.</summary>
internal static class ProfileChanges
{
    /// <summary>With the balloon changed; a machine without one gets it.</summary>
    public static DomainDefinition WithBalloon(this DomainDefinition machine, Func<MemballoonDevice, MemballoonDevice> change) => machine.WithDevices(devices =>
    {
        MemballoonDevice balloon = devices.Memballoon is { Model: not MemballoonModel.None } there ? there : new MemballoonDevice();
        return devices with { Memballoon = change(balloon) };
    });

    /// <summary>With every disk that the guest writes changed.</summary>
    public static DomainDefinition WithWritableDisks(this DomainDefinition machine, Func<DiskDevice, DiskDevice> change) => machine.WithDevices(devices =>
        devices with { Disks = devices.Disks.Items.Select(disk => disk is { Kind: DiskKind.Disk, ReadOnly: false } ? change(disk) : disk).ToEquatableArray() });

    /// <summary>With the host's own processor, where KVM runs it.</summary>
    public static DomainDefinition WithHostProcessor(this DomainDefinition machine) => machine.Type != DomainType.Kvm ? machine : machine with
    {
        Cpu = (machine.Cpu ?? new CpuDefinition()) with { Mode = CpuMode.HostPassthrough, Model = null, Match = null, Fallback = null, Check = CpuCheck.None, Migratable = true },
    };
}
