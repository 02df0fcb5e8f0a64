using Pando.Domains.Stopping;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Installing;

/// <summary>
/// The first run of a machine that is installed from a location: its kernel is the installer's, and a reboot ends it. The
/// stored definition knows nothing of that; the next run is from what was installed.
/// </summary>
/// <param name="Arguments">The kernel's arguments; null for none.</param>
/// <param name="Medium">What lies in the drive meanwhile; null for nothing.</param>
internal sealed record InstallerRun(string? Arguments, string? Medium)
{
    private const string Kernel = "kernel";
    private const string Initrd = "initrd";

    /// <summary>What is in force while the installer runs.</summary>
    public DomainDefinition Apply(DomainDefinition asked, InstancePaths paths)
    {
        var drive = Medium is null ? null : asked.Devices.Disks.Items.FirstOrDefault(disk => disk is { Kind: DiskKind.CdRom, Source: null });
        return asked with
        {
            OnReboot = LifecycleAction.Destroy,
            OnPowerOff = LifecycleAction.Destroy,
            Os = asked.Os with
            {
                KernelPath = Path.Combine(paths.Installer(asked.Id), Kernel),
                InitrdPath = Path.Combine(paths.Installer(asked.Id), Initrd),
                KernelArguments = Arguments,
            },
            Devices = asked.Devices with
            {
                Disks = asked.Devices.Disks.Items.Select(disk => disk == drive ? disk with { FilePath = Medium, EmptyKind = default } : disk).ToEquatableArray(),
            },
        };
    }

    /// <summary>Whether a definition in force is that of an installer's run: also a later daemon tells it by the kernel's place.</summary>
    public static bool Is(DomainDefinition live, InstancePaths paths) => live.Os.KernelPath == Path.Combine(paths.Installer(live.Id), Kernel);

    /// <summary>Removes the copies. What is gone already is no error.</summary>
    public static void Discard(InstancePaths paths, DomainId id) => RemoveRunDirectory.Remove(paths.Installer(id));

    /// <summary>Removes the copies of machines whose installer no longer runs: the host, or QEMU, ended while no daemon ran.</summary>
    public static void DiscardLeft(InstancePaths paths, IReadOnlyCollection<DomainDefinition> running)
    {
        var all = Path.GetDirectoryName(paths.Installer(default))!;
        if (!Directory.Exists(all))
        {
            return;
        }
        var needed = running.Where(live => Is(live, paths)).Select(live => paths.Installer(live.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.GetDirectories(all).Where(folder => !needed.Contains(folder)))
        {
            RemoveRunDirectory.Remove(folder);
        }
    }
}
