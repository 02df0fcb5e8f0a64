using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>What a disk tells the guest of itself, and how fast it may be used.</summary>
internal static class DiskDetailGenerators
{
    public static Gen<DiskGeometry> Geometry(DiskBus bus) =>
        from parts in Gen.Choose(1, 255).Three()
        from translation in MaybeAny<GeometryTranslation>()
        select new DiskGeometry(parts.Item1, parts.Item2, parts.Item3, bus == DiskBus.Ide ? translation : null);

    public static Gen<DiskBlockSizes> BlockSizes =>
        from logical in Gen.Elements(512, 4096)
        from physical in MaybeValue(Gen.Elements(512, 4096, 1 << 20))
        select new DiskBlockSizes(logical, physical);

    public static Gen<DiskThrottle> Throttle =>
        from bytes in Limits
        from requests in Limits
        from size in MaybeNumber(1, 1 << 20)
        from fellows in Line
        select new DiskThrottle
        {
            TotalBytes = bytes.Total,
            ReadBytes = bytes.Read,
            WriteBytes = bytes.Write,
            TotalRequests = requests.Total,
            ReadRequests = requests.Read,
            WriteRequests = requests.Write,
            RequestBytes = size,
            Group = fellows,
        };

    // Either of both kinds together, or each by itself.
    private static Gen<(ThrottleRate? Total, ThrottleRate? Read, ThrottleRate? Write)> Limits =>
        from total in Maybe(Rate)
        from read in Maybe(Rate)
        from write in Maybe(Rate)
        select total is null ? (total, read, write) : (total, null, null);

    private static Gen<ThrottleRate> Rate =>
        from second in MaybeNumber(1, 1 << 20)
        from beyond in MaybeNumber(1, 1 << 20)
        from length in MaybeNumber(1, 60)
        let most = beyond is null && second is null ? 7 : beyond + (second ?? 0)
        select new ThrottleRate(second, most, most is null ? null : length);
}
