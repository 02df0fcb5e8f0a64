using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>What keeps a machine apart from others, and from the host.</summary>
internal static class SecurityGenerators
{
    private static readonly string[] Drivers = ["selinux", "apparmor", "dac"];

    public static Gen<EquatableArray<SeclabelDefinition>> Seclabels =>
        Gen.OneOf(Gen.Constant<EquatableArray<SeclabelDefinition>>([new SeclabelDefinition { Type = SeclabelType.None, Model = "none", Relabel = false }]), Several(3, Seclabel));

    /// <summary>Of a single file: none, one for all drivers, one for each of two.</summary>
    public static Gen<EquatableArray<DeviceSeclabel>> DeviceLabels =>
        from kind in Gen.Choose(0, 4)
        from label in Line
        from relabel in Gen.Elements<bool?>(true, null)
        select kind switch
        {
            0 => (EquatableArray<DeviceSeclabel>)[new DeviceSeclabel { Relabel = false }],
            1 => [new DeviceSeclabel { Model = "selinux", Relabel = relabel, Label = label }, new DeviceSeclabel { Model = "dac", LabelSkip = true }],
            _ => [],
        };

    private static Gen<SeclabelDefinition> Seclabel(int number) =>
        from type in Any<SeclabelType>()
        from relabel in Bool
        from label in Line
        from worn in Maybe(Line)
        from image in Maybe(Line)
        from basis in Maybe(Line)
        select type switch
        {
            SeclabelType.None => new SeclabelDefinition { Type = type, Model = Drivers[number], Relabel = false },
            SeclabelType.Static => new SeclabelDefinition { Type = type, Model = Drivers[number], Relabel = relabel, Label = label },
            _ => new SeclabelDefinition { Type = type, Model = Drivers[number], Label = worn, ImageLabel = image, BaseLabel = basis },
        };

    public static Gen<SevLaunch> Launch =>
        from policy in Gen.Choose(0, int.MaxValue)
        from launch in Gen.Constant(new SevLaunch { Policy = policy })
            .With(MaybeBool, (d, v) => d with { KernelHashes = v })
            .With(MaybeNumber(0, 63), (d, v) => d with { CbitPosition = v })
            .With(MaybeNumber(0, 63), (d, v) => d with { ReducedPhysicalBits = v })
            .With(Maybe(Word("AZaz09+/=")), (d, v) => d with { DhCertificate = v })
            .With(Maybe(Word("AZaz09+/=")), (d, v) => d with { Session = v })
        select launch;
}
