using Pando.Model.Domains;

namespace Pando.Host.Confinement.Resources;

/// <summary>All values of a machine's control group that its definition asks for.</summary>
internal static class ResourceSettings
{
    public static IReadOnlyList<GroupSetting> Of(DomainDefinition machine) =>
        [.. ProcessorSettings.Of(machine), .. MemorySettings.Of(machine), .. BlockIoSettings.Of(machine)];

    /// <summary>Whether threads of the machine have a bandwidth of their own, which takes a group for each.</summary>
    public static bool HasThreadGroups(DomainDefinition machine) =>
        ((CpuBandwidth[])[machine.CpuTuning.Vcpus, machine.CpuTuning.Emulator, machine.CpuTuning.IoThreads]).Any(static one => ProcessorSettings.Bandwidth(one) is not null);
}
