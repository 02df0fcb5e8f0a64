using Pando.Api.Machines;
using Pando.Model.Domains;

namespace Pando.Rest.Mapping;

/// <summary>What confines a machine, in the contract's words.</summary>
internal static class ConfinementMapping
{
    public static MachineConfinement Of(GuestConfinement confinement, DomainDefinition definition) => new()
    {
        Uid = confinement.Uid,
        Gid = confinement.Gid,
        ControlGroup = confinement.ControlGroup,
        Scope = confinement.Scope,
        Controllers = confinement.Controllers,
        Selinux = confinement.SelinuxContext,
        SelinuxPermissive = confinement.SelinuxPermissive,
        AppArmor = confinement.AppArmorProfile,
        Landlock = confinement.Landlock,
        OwnMounts = confinement.OwnMounts,
        OwnUsers = confinement.OwnUsers,
        Limits = ResourceMapping.Of(definition) is var limits && limits == new MachineResources() ? null : limits,
        Lacking = confinement.Lacking,
    };
}
