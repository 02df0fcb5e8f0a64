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
        from prefix in Gen.Elements("vd", "sd", "hd", "fd")
        let used = bus ?? DiskNames.UsualBus(prefix + "a")
        from kind in Kinds(used)
        from source in kind is DiskKind.CdRom or DiskKind.Floppy ? Maybe(DiskSourceGenerators.Source) : DiskSourceGenerators.Source.Select(source => (DiskSource?)source)
        from empty in Any<DiskSourceKind>()
        from policy in MaybeAny<StartupPolicy>()
        from disk in Gen.Constant(new DiskDevice
        {
            Kind = kind,
            Bus = bus,
            TargetName = prefix + Letters[number],
            Source = source,
            EmptyKind = source is null ? empty : default,
            StartupPolicy = source is FileSource or BlockSource or VolumeSource ? policy : null,
        })
            .With(Driver, (d, v) => d with { Driver = v })
            .With(Maybe(Backing(3)), (d, v) => d with { Backing = v })
            .With(Maybe(Mirror), (d, v) => d with { Mirror = v })
            .With(MaybeAny<DiskSnapshot>(), (d, v) => d with { Snapshot = v })
            .With(Bool, (d, v) => d with { ReadOnly = v })
            .With(Bool, (d, v) => d with { Shareable = v })
            .With(Bool, (d, v) => d with { TrayOpen = v && kind is DiskKind.CdRom or DiskKind.Floppy })
            .With(Maybe(MaybeBool.Select(shares => new DiskTransience(shares))), (d, v) => d with { Transient = v })
            .With(Maybe(DiskDetailGenerators.Throttle), (d, v) => d with { Throttle = v })
            .With(Maybe(DiskDetailGenerators.Geometry(used)), (d, v) => d with { Geometry = v })
            .With(Maybe(DiskDetailGenerators.BlockSizes), (d, v) => d with { BlockSizes = v })
            .With(Maybe(Word("AZaz09 _-.+")), (d, v) => d with { Serial = v })
            .With(MaybeBool, (d, v) => d with { Removable = used == DiskBus.Usb ? v : null })
            .With(MaybeNumber(1, 15000), (d, v) => d with { RotationRate = used is DiskBus.Scsi or DiskBus.Sata or DiskBus.Ide ? v : null })
            .With(Maybe(Gen.Constant("5000c50015ea71aa")), (d, v) => d with { WorldWideName = used is DiskBus.Scsi or DiskBus.Ide ? v : null })
            .With(Maybe(Word("AZ 09~", 8)), (d, v) => d with { Vendor = used is DiskBus.Scsi ? v : null })
            .With(Maybe(Word("AZ 09~", 16)), (d, v) => d with { Product = used is DiskBus.Scsi ? v : null })
            .With(MaybeAny<VirtioModel>(), (d, v) => d with { Model = used is DiskBus.Virtio ? v : null })
            .With(DeviceGenerators.Alias("disk", number), (d, v) => d with { Alias = v })
            .With(used switch
            {
                DiskBus.Virtio => DeviceGenerators.Pci(1, number),
                DiskBus.Usb => DeviceGenerators.Usb(number),
                DiskBus.Sd => Gen.Constant<DeviceAddress?>(null),
                DiskBus.Fdc => Gen.Constant<DeviceAddress?>(null),
                _ => Maybe(Gen.Constant<DeviceAddress>(new DriveAddress(number % 2, 0, 0, number))),
            }, (d, v) => d with { Address = v })
        select Consistent(disk, used);

    private static Gen<DiskMirror> Mirror =>
        from target in DiskSourceGenerators.Source
        from job in Any<MirrorJob>()
        from format in MaybeAny<DiskFormat>()
        from ready in MaybeAny<MirrorReadiness>()
        from backing in Maybe(Backing(2))
        select new DiskMirror { Target = target, Job = job, Format = format, Readiness = ready, Backing = backing };

    private static Gen<DiskKind> Kinds(DiskBus bus) => bus switch
    {
        DiskBus.Fdc => Gen.Constant(DiskKind.Floppy),
        DiskBus.Virtio => Gen.Elements(DiskKind.Disk, DiskKind.Lun),
        DiskBus.Scsi => Gen.Elements(DiskKind.Disk, DiskKind.CdRom, DiskKind.Lun),
        DiskBus.Sd => Gen.Constant(DiskKind.Disk),
        _ => Gen.Elements(DiskKind.Disk, DiskKind.CdRom),
    };

    /// <summary>Without what excludes itself.</summary>
    private static DiskDevice Consistent(DiskDevice disk, DiskBus on)
    {
        var driver = disk.Driver;
        if (on != DiskBus.Virtio)
        {
            driver = driver with { Queues = null, QueueSize = null, IoThread = null, IoEventFd = null, EventIndex = null, Virtio = VirtioOptions.Unsaid };
        }
        if (disk.Kind == DiskKind.Lun)
        {
            disk = disk with
            {
                Source = new BlockSource("/dev/lun"),
                EmptyKind = default,
                StartupPolicy = null,
                RawIo = disk.ReadOnly,
                FiltersScsi = disk.Shareable,
                Vendor = null,
                Product = null,
                Serial = null,
            };
        }
        if (disk.Source is VhostUserSource)
        {
            if (on != DiskBus.Virtio)
            {
                disk = disk with { FilePath = "/instead" };
            }
            else
            {
                driver = new DiskDriver { Queues = driver.Queues, QueueSize = driver.QueueSize, Virtio = driver.Virtio };
                disk = disk with { Throttle = null, Geometry = null, BlockSizes = null, Serial = null, Transient = null, Backing = null };
            }
        }
        var readOnly = (disk.ReadOnly && !(disk.Kind == DiskKind.Disk && on is DiskBus.Sata or DiskBus.Ide)) || disk.Source is DirectorySource;
        if (disk.Source is DirectorySource && disk.Kind == DiskKind.Disk && on is DiskBus.Sata or DiskBus.Ide)
        {
            (disk, readOnly) = (disk with { FilePath = "/instead" }, false);
        }
        var format = disk.Source is DirectorySource ? DiskFormat.Fat
            : disk.Kind == DiskKind.Lun || disk.Shareable ? null
            : driver.Format == DiskFormat.Fat ? DiskFormat.Vdi : driver.Format;
        return disk with
        {
            ReadOnly = readOnly,
            Transient = readOnly || disk.Kind == DiskKind.CdRom ? null : disk.Transient,
            Driver = driver with
            {
                Format = format,
                Cache = driver.Io == DiskIo.Native ? DiskCache.None : driver.Cache,
                CopyOnRead = driver.CopyOnRead == true && (readOnly || disk.Kind is DiskKind.CdRom or DiskKind.Floppy) ? null : driver.CopyOnRead,
            },
        };
    }

    private static Gen<DiskDriver> Driver =>
        Gen.Constant(new DiskDriver())
            .With(MaybeAny<DiskFormat>(), (d, v) => d with { Format = v })
            .With(MaybeAny<DiskCache>(), (d, v) => d with { Cache = v })
            .With(MaybeAny<DiskIo>(), (d, v) => d with { Io = v })
            .With(MaybeAny<DiskDiscard>(), (d, v) => d with { Discard = v })
            .With(MaybeAny<DetectZeroes>(), (d, v) => d with { DetectZeroes = v })
            .With(MaybeAny<DiskErrorPolicy>(), (d, v) => d with { ErrorPolicy = v })
            .With(MaybeValue(Gen.Elements(DiskErrorPolicy.Stop, DiskErrorPolicy.Report)), (d, v) => d with { ReadErrorPolicy = v })
            .With(MaybeNumber(1, 16), (d, v) => d with { Queues = v })
            .With(MaybeValue(Gen.Elements(2, 64, 1024)), (d, v) => d with { QueueSize = v })
            .With(MaybeBool, (d, v) => d with { IoEventFd = v })
            .With(MaybeBool, (d, v) => d with { EventIndex = v })
            .With(MaybeBool, (d, v) => d with { CopyOnRead = v })
            .With(MaybeBool, (d, v) => d with { DiscardKeepsPlace = v })
            .With(MaybeNumber(1, int.MaxValue), (d, v) => d with { MetadataCacheBytes = v })
            .With(MaybeBool, (d, v) => d with { Virtio = d.Virtio with { Iommu = v } })
            .With(MaybeBool, (d, v) => d with { Virtio = d.Virtio with { Packed = v } });

    private static Gen<DiskBacking> Backing(int depth) => depth == 0 ? Gen.Constant(DiskBacking.End) : Gen.OneOf(
        Gen.Constant(DiskBacking.End),
        from source in DiskSourceGenerators.Source
        from format in MaybeAny<DiskFormat>()
        from cache in MaybeNumber(1, int.MaxValue)
        from next in Maybe(Backing(depth - 1))
        select new DiskBacking { Source = source, Format = format, MetadataCacheBytes = format is null ? null : cache, Next = next });
}
