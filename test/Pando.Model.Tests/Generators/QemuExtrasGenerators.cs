using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>What is said in QEMU's namespace.</summary>
internal static class QemuExtrasGenerators
{
    public static Gen<QemuExtras> Extras =>
        Gen.OneOf(Gen.Constant(new QemuExtras()), Gen.Constant(new QemuExtras())
            .With(Several(3, _ => AnyText), (d, v) => d with { Arguments = v })
            .With(Several(2, n => Maybe(AnyText).Select(value => new EnvironmentVariable($"_V{n}", value))), (d, v) => d with { Environment = v })
            .With(Several(2, _ => Line), (d, v) => d with { AddedCapabilities = v })
            .With(Several(2, _ => Line), (d, v) => d with { RemovedCapabilities = v })
            .With(MaybeAny<DeprecationBehavior>(), (d, v) => d with { Deprecation = v })
            .With(Several(2, Device), (d, v) => d with { Overrides = v }));

    private static Gen<DeviceOverride> Device(int number) =>
        from properties in Several(4, n => Property(n))
        select new DeviceOverride($"net{number}", properties);

    private static Gen<PropertyOverride> Property(int number) =>
        from kind in Any<PropertyKind>()
        from text in AnyText
        from value in Gen.Choose(-100, 100)
        select new PropertyOverride($"p{number}", kind, kind switch
        {
            PropertyKind.Remove => null,
            PropertyKind.Bool => value > 0 ? "true" : "false",
            PropertyKind.Signed => $"{value}",
            PropertyKind.Unsigned => $"{Math.Abs(value)}",
            _ => text,
        });
}
