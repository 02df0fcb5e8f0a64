using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The devices of a machine, each kind in the order it was written.</summary>
public sealed record DomainDevices
{
    /// <summary>The QEMU program; null until the host's own is filled in.</summary>
    public string? EmulatorPath { get; init; }

    /// <summary>Disks and CD-ROM drives.</summary>
    public EquatableArray<DiskDevice> Disks { get; init; }

    /// <summary>Controllers of every kind.</summary>
    public EquatableArray<ControllerDevice> Controllers { get; init; }

    /// <summary>Leases on resources that machines of several hosts share.</summary>
    public EquatableArray<LeaseDefinition> Leases { get; init; }

    /// <summary>Directories of the host that the guest can mount.</summary>
    public EquatableArray<FilesystemDevice> Filesystems { get; init; }

    /// <summary>Network interfaces.</summary>
    public EquatableArray<InterfaceDevice> Interfaces { get; init; }

    /// <summary>Smart cards.</summary>
    public EquatableArray<SmartcardDevice> Smartcards { get; init; }

    /// <summary>Serial ports.</summary>
    public EquatableArray<SerialDevice> Serials { get; init; }

    /// <summary>Parallel ports.</summary>
    public EquatableArray<ParallelDevice> Parallels { get; init; }

    /// <summary>Consoles; the first is usually the first serial port seen again.</summary>
    public EquatableArray<ConsoleDevice> Consoles { get; init; }

    /// <summary>Channels between guest and host.</summary>
    public EquatableArray<ChannelDevice> Channels { get; init; }

    /// <summary>Keyboards, mice, tablets.</summary>
    public EquatableArray<InputDevice> Inputs { get; init; }

    /// <summary>Displays as others see them.</summary>
    public EquatableArray<GraphicsDevice> Graphics { get; init; }

    /// <summary>Sound cards.</summary>
    public EquatableArray<SoundDevice> Sounds { get; init; }

    /// <summary>Where a sound card's output goes.</summary>
    public EquatableArray<AudioBackend> Audios { get; init; }

    /// <summary>Video cards.</summary>
    public EquatableArray<VideoDevice> Videos { get; init; }

    /// <summary>USB ports that devices are plugged into from afar.</summary>
    public EquatableArray<RedirectedDevice> Redirections { get; init; }

    /// <summary>Which devices may be; none lets any in.</summary>
    public EquatableArray<RedirectionRule> RedirectionRules { get; init; }

    /// <summary>USB hubs.</summary>
    public EquatableArray<HubDevice> Hubs { get; init; }

    /// <summary>Watchdogs.</summary>
    public EquatableArray<WatchdogDevice> Watchdogs { get; init; }

    /// <summary>The memory balloon; null until the defaults are filled in.</summary>
    public MemballoonDevice? Memballoon { get; init; }

    /// <summary>Sources of randomness.</summary>
    public EquatableArray<RngDevice> Rngs { get; init; }

    /// <summary>Devices of the host that the guest has as its own.</summary>
    public EquatableArray<HostDevice> HostDevices { get; init; }

    /// <summary>Trusted platform modules; a PC has at most one.</summary>
    public EquatableArray<TpmDevice> Tpms { get; init; }

    /// <summary>Memory shared with other machines.</summary>
    public EquatableArray<SharedMemoryDevice> SharedMemories { get; init; }

    /// <summary>Memory that can be plugged.</summary>
    public EquatableArray<MemoryDevice> Memories { get; init; }

    /// <summary>The guest's IOMMU; null is none.</summary>
    public IommuDevice? Iommu { get; init; }

    /// <summary>Sockets between guest and host; null is none.</summary>
    public VsockDevice? Vsock { get; init; }

    /// <summary>Crypto cards.</summary>
    public EquatableArray<CryptoDevice> Cryptos { get; init; }

    /// <summary>Where the guest's kernel leaves its last words; null is nowhere.</summary>
    public PstoreDevice? Pstore { get; init; }

    /// <summary>By what the guest tells of a crash.</summary>
    public EquatableArray<PanicDevice> Panics { get; init; }

    /// <summary>Every device, in the order libvirt writes them.</summary>
    public IEnumerable<Device> All() =>
        Disks.Items.AsEnumerable<Device>()
            .Concat(Controllers.Items)
            .Concat(Filesystems.Items)
            .Concat(Interfaces.Items)
            .Concat(Smartcards.Items)
            .Concat(Serials.Items)
            .Concat(Parallels.Items)
            .Concat(Consoles.Items)
            .Concat(Channels.Items)
            .Concat(Inputs.Items)
            .Concat(Graphics.Items)
            .Concat(Sounds.Items)
            .Concat(Videos.Items)
            .Concat(Redirections.Items)
            .Concat(Hubs.Items)
            .Concat(Watchdogs.Items)
            .Concat(Memballoon is null ? [] : [Memballoon])
            .Concat(Rngs.Items)
            .Concat(HostDevices.Items)
            .Concat(Tpms.Items)
            .Concat(SharedMemories.Items)
            .Concat(Memories.Items)
            .Concat(Iommu is null ? [] : [Iommu])
            .Concat(Vsock is null ? [] : [Vsock])
            .Concat(Cryptos.Items)
            .Concat(Pstore is null ? [] : [Pstore])
            .Concat(Panics.Items);
}
