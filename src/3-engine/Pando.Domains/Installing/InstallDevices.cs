using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Installing;

/// <summary>The devices of an order, as a definition has them. A word that is none is refused with those that are.</summary>
internal static class InstallDevices
{
    private const int DisksOfABus = 26;

    /// <summary>A disk, or a drive with a medium in it.</summary>
    public static DiskDevice Disk(InstallDisk wanted, string path, IReadOnlyCollection<DiskDevice> before, SystemDefaults defaults)
    {
        var bus = wanted.Bus is { } word ? Word<DiskBus>("bus", word) : wanted.CdRom ? defaults.DriveBus : defaults.DiskBus;
        return new DiskDevice
        {
            Kind = wanted.CdRom ? DiskKind.CdRom : DiskKind.Disk,
            FilePath = path,
            Bus = bus,
            ReadOnly = wanted.ReadOnly || wanted.CdRom,
            TargetName = NextTarget(bus, before),
            Driver = new DiskDriver
            {
                Format = Word<DiskFormat>("format", wanted.Format),
                Cache = wanted.Cache is { } cache ? Word<DiskCache>("cache", cache) : null,
                Discard = wanted.CdRom ? null : DiskDiscard.Unmap,
            },
        };
    }

    /// <summary>A drive with an ISO image in it.</summary>
    public static DiskDevice CdRom(string path, IReadOnlyCollection<DiskDevice> before, SystemDefaults defaults) =>
        Disk(new InstallDisk(path, null, "raw", CdRom: true), path, before, defaults);

    /// <summary>A disk and no CD-ROM drive: the kernels of cloud images have no driver for SATA, and would not see their seed.</summary>
    public static DiskDevice SeedDisk(string path, IReadOnlyCollection<DiskDevice> before, SystemDefaults defaults) => new()
    {
        FilePath = path,
        Bus = defaults.DiskBus,
        ReadOnly = true,
        TargetName = NextTarget(defaults.DiskBus, before),
        Driver = new DiskDriver { Format = DiskFormat.Raw },
    };

    /// <summary>An interface.</summary>
    public static InterfaceDevice Interface(InstallNetwork wanted, SystemDefaults defaults) => new()
    {
        Source = wanted.Type == "user"
            ? new UserNetworkSource()
            : throw Invalid($"network '{wanted.Type}'", "user"),
        Model = wanted.Model is { } model ? Word<InterfaceModel>("network model", model) : defaults.Network,
        Mac = wanted.Mac is not { } text ? null : MacAddress.TryParse(text, out var mac) && !mac.IsMulticast
            ? mac
            : throw Invalid($"mac '{text}'", "52:54:00:…"),
    };

    /// <summary>A screen.</summary>
    public static GraphicsDevice Screen(InstallGraphics wanted) => wanted.Type == "vnc"
        ? new VncGraphics
        {
            AutoPort = wanted.Port is null,
            Port = wanted.Port is null or (>= 5900 and <= 65535) ? wanted.Port : throw Invalid($"port {wanted.Port}", "5900–65535"),
            Listens = wanted.Address is not { } address ? [] : IPAddress.TryParse(address, out _)
                ? [new AddressListen(address)]
                : throw Invalid($"address '{address}'", "0.0.0.0, ::1…"),
        }
        : throw Invalid($"graphics '{wanted.Type}'", "vnc");

    /// <summary>The processor.</summary>
    public static CpuDefinition Cpu(string? wanted) => wanted switch
    {
        null => new CpuDefinition { Mode = CpuMode.Maximum },
        _ when Words<CpuMode>().TryGetValue(wanted, out var mode) && mode != CpuMode.Custom => new CpuDefinition { Mode = mode },
        _ => new CpuDefinition { Mode = CpuMode.Custom, Match = CpuMatch.Exact, Model = wanted },
    };

    private static string NextTarget(DiskBus bus, IReadOnlyCollection<DiskDevice> before)
    {
        var prefix = bus == DiskBus.Virtio ? "vd" : bus == DiskBus.Ide ? "hd" : "sd";
        var taken = before.Count(disk => disk.TargetName.StartsWith(prefix, StringComparison.Ordinal));
        return taken < DisksOfABus
            ? $"{prefix}{(char)('a' + taken)}"
            : throw Invalid($"{taken + 1} disks '{prefix}…'", $"≤ {DisksOfABus}");
    }

    // libvirt writes these in lower case; those of several words, with hyphens or without.
    private static Dictionary<string, T> Words<T>()
        where T : struct, Enum
    {
        var words = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in Enum.GetValues<T>())
        {
            words[member.ToString().ToLowerInvariant()] = member;
            words[JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString())] = member;
        }
        return words;
    }

    private static T Word<T>(string what, string word)
        where T : struct, Enum =>
        Words<T>() is var words && words.TryGetValue(word, out var member)
            ? member
            : throw Invalid($"{what} '{word}'", string.Join(", ", words.Keys.ToImmutableSortedSet(StringComparer.Ordinal)));

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
