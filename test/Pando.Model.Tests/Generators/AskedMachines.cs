using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Tests.Generators;

/// <summary>
/// Machines of everything that a definition can say: whole ones, of which some part nearly always rules out another, and plain
/// machines with one part of a whole one.
/// </summary>
internal static class AskedMachines
{
    /// <summary>A plain machine keeps these: they say what it is called and how large it is.</summary>
    private static readonly string[] Sizes =
    [
        nameof(DomainDefinition.Id), nameof(DomainDefinition.Name), nameof(DomainDefinition.Type), nameof(DomainDefinition.MemoryKiB),
        nameof(DomainDefinition.CurrentMemoryKiB), nameof(DomainDefinition.Vcpus), nameof(DomainDefinition.VcpusCurrent), nameof(DomainDefinition.Devices),
    ];

    private static readonly IReadOnlyList<PropertyInfo> MachineParts =
        [.. typeof(DomainDefinition).GetProperties().Where(part => part.CanWrite && !Sizes.Contains(part.Name))];

    private static readonly IReadOnlyList<PropertyInfo> DeviceParts =
        [.. typeof(DomainDevices).GetProperties().Where(part => part.CanWrite && part.Name != nameof(DomainDevices.EmulatorPath))];

    private static readonly DomainDefinition Plain = new()
    {
        Type = DomainType.Qemu,
        Name = "generated",
        MemoryKiB = 1 << 17,
        CurrentMemoryKiB = 1 << 17,
        Vcpus = 2,
        VcpusCurrent = 2,
        Features = new DomainFeatures { Acpi = true },
    };

    /// <summary>As users ask for them.</summary>
    public static Gen<DomainDefinition> All =>
        from whole in DefinitionGenerator.Asked
        from part in Gen.Choose(0, MachineParts.Count + DeviceParts.Count)
        select part == 0 ? whole : WithPart(whole, part - 1);

    private static DomainDefinition WithPart(DomainDefinition whole, int part)
    {
        DomainDefinition made = Plain with { Devices = new DomainDevices() };
        if (part < MachineParts.Count)
        {
            MachineParts[part].SetValue(made, MachineParts[part].GetValue(whole));
        }
        else
        {
            PropertyInfo devices = DeviceParts[part - MachineParts.Count];
            devices.SetValue(made.Devices, devices.GetValue(whole.Devices));
        }

        return made;
    }
}
