using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Disks and drives, each with a source of any kind.</summary>
internal static class DiskGenerators
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static Gen<DiskDevice> Disk(int number) =>
        from bus in MaybeAny<DiskBus>()
        from prefix in Gen.Elements("vd", "sd", "hd")
        let usual = bus ?? DiskNames.UsualBus(prefix + "a")
        from kind in usual == DiskBus.Virtio ? Gen.Constant(DiskKind.Disk) : Any<DiskKind>()
        from source in kind == DiskKind.CdRom ? Maybe(DiskSourceGenerators.Source) : DiskSourceGenerators.Source.Select(source => (DiskSource?)source)
        from empty in Any<DiskSourceKind>()
        from policy in MaybeAny<StartupPolicy>()
        from tray in Bool
        from disk in Gen.Constant(new DiskDevice
        {
            Kind = kind,
            Bus = bus,
            TargetName = prefix + Letters[number],
            Source = source,
            EmptyKind = source is null ? empty : default,
            StartupPolicy = source is FileSource or BlockSource or VolumeSource ? policy : null,
            TrayOpen = tray && kind == DiskKind.CdRom,
        })
            .With(Driver, (d, v) => d with { Driver = v })
            .With(Maybe(Backing(3)), (d, v) => d with { Backing = v })
            .With(Bool, (d, v) => d with { ReadOnly = v })
            .With(Bool, (d, v) => d with { Shareable = v })
            .With(Maybe(Word("AZaz09 _-.+")), (d, v) => d with { Serial = v })
            .With(DeviceGenerators.Alias("disk", number), (d, v) => d with { Alias = v })
            .With(usual switch
            {
                DiskBus.Virtio => DeviceGenerators.Pci(1, number),
                DiskBus.Usb => DeviceGenerators.Usb(number),
                _ => Maybe(Gen.Constant<DeviceAddress>(new DriveAddress(number % 2, 0, 0, number))),
            }, (d, v) => d with { Address = v })
        select disk;

    private static Gen<DiskDriver> Driver =>
        Gen.Constant(new DiskDriver())
            .With(MaybeAny<DiskFormat>(), (d, v) => d with { Format = v })
            .With(MaybeAny<DiskCache>(), (d, v) => d with { Cache = v })
            .With(MaybeAny<DiskIo>(), (d, v) => d with { Io = v })
            .With(MaybeAny<DiskDiscard>(), (d, v) => d with { Discard = v })
            .With(MaybeAny<DetectZeroes>(), (d, v) => d with { DetectZeroes = v })
            .With(MaybeAny<DiskErrorPolicy>(), (d, v) => d with { ErrorPolicy = v })
            .With(MaybeValue(Gen.Elements(DiskErrorPolicy.Stop, DiskErrorPolicy.Report)), (d, v) => d with { ReadErrorPolicy = v })
            .With(MaybeNumber(1, 16), (d, v) => d with { Queues = v });

    private static Gen<DiskBacking> Backing(int depth) => depth == 0 ? Gen.Constant(DiskBacking.End) : Gen.OneOf(
        Gen.Constant(DiskBacking.End),
        from source in DiskSourceGenerators.Source
        from format in MaybeAny<DiskFormat>()
        from cache in MaybeNumber(1, int.MaxValue)
        from next in Maybe(Backing(depth - 1))
        select new DiskBacking { Source = source, Format = format, MetadataCacheBytes = format is null ? null : cache, Next = next });
}
