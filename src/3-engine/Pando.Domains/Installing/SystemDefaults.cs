using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Domains.Installing;

/// <summary>
/// What a machine gets where its order leaves it open, by what runs on it. Without a word about that it is taken for a Linux
/// of today; a system that is named gets what it has drivers for out of the box.
/// </summary>
internal sealed class SystemDefaults(OperatingSystem? system)
{
    private const long LeastMemoryKiB = 1024 * 1024;

    /// <summary>What is recommended; where only a minimum is known, that.</summary>
    public long MemoryKiB => Math.Max(LeastMemoryKiB, system?.Recommended?.MemoryKiB ?? system?.Minimum?.MemoryKiB ?? 0);

    public int Vcpus => Math.Max(1, system?.Recommended?.Processors ?? system?.Minimum?.Processors ?? 1);

    public string Machine => Has(GuestDriver.Q35) ? "q35" : "pc";

    /// <summary>BIOS wherever it does: it starts faster and needs no variables.</summary>
    public bool Uefi => system is { BootsBios: false, BootsUefi: not false };

    public DiskBus DiskBus =>
        Has(GuestDriver.VirtioBlock) ? DiskBus.Virtio
        : Has(GuestDriver.VirtioScsi) ? DiskBus.Scsi
        : DriveBus;

    /// <summary>Of CD-ROM drives: what the chipset brings.</summary>
    public DiskBus DriveBus => Has(GuestDriver.Q35) ? DiskBus.Sata : DiskBus.Ide;

    public InterfaceModel Network =>
        Has(GuestDriver.VirtioNetwork) ? InterfaceModel.Virtio
        : Has(GuestDriver.E1000E) && Has(GuestDriver.Q35) ? InterfaceModel.E1000E
        : Has(GuestDriver.E1000) || IsWindows ? InterfaceModel.E1000
        : InterfaceModel.Rtl8139;

    public VideoModel Video => Has(GuestDriver.VirtioGraphics) ? VideoModel.Virtio : VideoModel.Vga;

    public bool Random => Has(GuestDriver.VirtioRandom);

    /// <summary>Windows keeps local time in the hardware's clock, and counts on ticks that it missed (virt-install sets the same).</summary>
    public ClockDefinition Clock => !IsWindows ? new() : new ClockDefinition
    {
        Offset = ClockOffset.LocalTime,
        Timers =
        [
            new ClockTimer { Name = TimerName.Rtc, TickPolicy = TickPolicy.CatchUp },
            new ClockTimer { Name = TimerName.Pit, TickPolicy = TickPolicy.Delay },
            new ClockTimer { Name = TimerName.Hpet, Present = false },
            new ClockTimer { Name = TimerName.HyperVClock, Present = true },
        ],
    };

    /// <summary>What Windows knows of Hyper-V and runs better with.</summary>
    public DomainFeatures Features => new() { Acpi = true, Apic = IsWindows, HyperV = IsWindows ? WindowsFeatures : null };

    /// <summary>Systems that start by UEFI alone want a TPM too (Windows 11).</summary>
    public EquatableArray<TpmDevice> Tpms =>
        IsWindows && Uefi ? [new TpmDevice { Model = TpmModel.TpmCrb, Version = TpmVersion.V20, Backend = new TpmEmulator() }] : [];

    /// <summary>What virt-install sets, and what Microsoft asks of a hypervisor for a guest that does not poll.</summary>
    internal static HyperVFeatures WindowsFeatures { get; } = new()
    {
        Relaxed = true,
        Vapic = true,
        Spinlocks = true,
        SpinlockRetries = 8191,
        VpIndex = true,
        Runtime = true,
        Synic = true,
        Stimer = true,
        Frequencies = true,
        TlbFlush = true,
        Ipi = true,
    };

    private bool IsWindows => system?.IsWindows is true;

    private bool Has(GuestDriver driver) => system is null || system.Drives(driver);
}
