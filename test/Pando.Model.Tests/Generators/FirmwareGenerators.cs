using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Machine type, firmware, boot, and what the firmware tells.</summary>
internal static class FirmwareGenerators
{
    public static Gen<OsDefinition> Os =>
        from kernel in Maybe(FilePath)
        from initrd in Maybe(FilePath)
        from arguments in Maybe(AnyText)
        from tree in Maybe(FilePath)
        from firmware in MaybeAny<FirmwareKind>()
        from os in Gen.Constant(new OsDefinition
        {
            Firmware = firmware,
            KernelPath = kernel,
            InitrdPath = kernel is null ? null : initrd,
            KernelArguments = kernel is null ? null : arguments,
            DeviceTreePath = kernel is null ? null : tree,
        })
            .With(Gen.Elements<string?>("x86_64", null), (d, v) => d with { Architecture = v })
            .With(Gen.Elements<string?>("q35", "pc", "pc-q35-7.2", "pc-i440fx-7.2", null), (d, v) => d with { Machine = v })
            .With(from secure in MaybeBool from keys in MaybeBool select Features(secure, keys), (d, v) => d with { FirmwareFeatures = firmware is null ? [] : v })
            .With(Maybe(Loader), (d, v) => d with { Loader = v is { Secure: true } && d.Machine?.StartsWith("pc", StringComparison.Ordinal) == true ? v with { Secure = null } : v })
            .With(Maybe(Nvram), (d, v) => d with { Nvram = d.Loader?.Stateless == true || (d.Loader?.Path is null && d.Firmware is null) ? null : v })
            .With(Some<BootDevice>(), (d, v) => d with { BootDevices = v })
            .With(Maybe(from enabled in Bool from wait in MaybeNumber(0, 65535) select new BootMenu(enabled, enabled ? wait : null)), (d, v) => d with { BootMenu = v })
            .With(MaybeAny<SmbiosMode>(), (d, v) => d with { Smbios = v })
            .With(MaybeBool, (d, v) => d with { BiosUsesSerial = v })
            .With(MaybeNumber(-1, 65535), (d, v) => d with { RebootTimeoutMilliseconds = v })
            .With(Maybe(FilePath), (d, v) => d with { AcpiTablePath = v })
        select os;

    /// <summary>What the firmware tells of the maker, and holds for programs of the guest.</summary>
    public static Gen<Func<DomainDefinition, DomainDefinition>> SysInfo =>
        from info in Maybe(Smbios)
        from entries in Several(3, n => from text in AnyText from file in Maybe(FilePath) select new FirmwareConfigEntry($"opt/org.example/{n}", file is null ? text : null, file))
        from generation in Gen.Elements<DomainId?>(null, default(DomainId), new DomainId(Guid.Parse("5f0e2b1a-0000-4000-8000-000000000077")))
        select (Func<DomainDefinition, DomainDefinition>)(definition => definition with { SysInfo = info, FirmwareConfig = entries, GenerationId = generation });

    /// <summary>The features with those that the firmware cannot do without.</summary>
    public static DomainFeatures Needed(DomainFeatures features, OsDefinition os) => features with
    {
        Acpi = features.Acpi || os.Firmware == FirmwareKind.Efi || os.Loader?.Type == LoaderType.ParallelFlash,
        Smm = os.Loader?.Secure == true && features.Smm == false ? true : features.Smm,
        TsegMiB = features.Smm == true && !(os.Machine is "pc" or "pc-i440fx-7.2") ? features.TsegMiB : null,
    };

    /// <summary>A firmware speaks only where there is a port to speak on.</summary>
    public static DomainDefinition Speaking(DomainDefinition definition) =>
        definition.Os.BiosUsesSerial == true && definition.Devices is { Serials.IsEmpty: true, Consoles.IsEmpty: true }
            ? definition with { Os = definition.Os with { BiosUsesSerial = null } }
            : definition;

    private static EquatableArray<FirmwareFeature> Features(bool? secure, bool? keys) =>
    [
        .. secure is { } boot ? [new FirmwareFeature(FirmwareFeatureName.SecureBoot, boot)] : Array.Empty<FirmwareFeature>(),
        .. keys is { } enrolled && !(enrolled && secure == false) ? [new FirmwareFeature(FirmwareFeatureName.EnrolledKeys, enrolled)] : Array.Empty<FirmwareFeature>(),
    ];

    private static Gen<LoaderDefinition> Loader =>
        Gen.Constant(new LoaderDefinition())
            .With(Maybe(FilePath), (d, v) => d with { Path = v })
            .With(MaybeAny<LoaderType>(), (d, v) => d with { Type = v })
            .With(MaybeBool, (d, v) => d with { ReadOnly = v })
            .With(MaybeBool, (d, v) => d with { Secure = v })
            .With(MaybeBool, (d, v) => d with { Stateless = v });

    private static Gen<NvramDefinition> Nvram =>
        from kind in MaybeAny<NvramKind>()
        from named in Maybe(FilePath)
        from path in FilePath
        from template in Maybe(FilePath)
        select new NvramDefinition { Path = kind is null ? named : path, TemplatePath = template, Kind = kind };

    private static Gen<SmbiosInfo> Smbios =>
        from vendor in Maybe(AnyText)
        from release in Maybe(Line)
        from date in Gen.Elements<string?>("01/31/2020", "1/3/20", null)
        from maker in Maybe(AnyText)
        from serial in Maybe(Line)
        from boards in Several(2, n => Line.Select(text => new SmbiosBoard { Manufacturer = text, Product = $"{n}", Location = text }))
        from strings in Several(3, _ => AnyText)
        select new SmbiosInfo
        {
            Bios = new SmbiosBios { Vendor = vendor, Date = date, Release = release },
            System = new SmbiosSystem { Manufacturer = maker, Product = vendor, Version = release, Serial = serial, Sku = serial, Family = maker },
            Boards = boards,
            Chassis = new SmbiosChassis { Manufacturer = maker, Version = release, Serial = serial, Asset = vendor, Sku = serial },
            OemStrings = strings,
        };
}
