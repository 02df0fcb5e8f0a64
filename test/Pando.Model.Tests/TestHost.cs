using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Tests;

/// <summary>A host that fills in the same things every time.</summary>
internal static class TestHost
{
    public static HostDefaults Defaults
    {
        get
        {
            var made = 0;
            return new HostDefaults
            {
                EmulatorPath = "/usr/bin/qemu-system-x86_64",
                DefaultMachine = "q35",
                ResolveMachine = name => name switch { "q35" => "pc-q35-7.2", "pc" => "pc-i440fx-7.2", _ => name },
                NewId = () => new DomainId(Guid.Parse("00000000-0000-4000-8000-000000000001")),
                NewMac = () => MacAddress.WithQemuPrefix(0xabc000 + made++),
            };
        }
    }

    /// <summary>As libvirt would fill in.</summary>
    public static HostDefaults AsLibvirt => Defaults with { InterfaceModel = InterfaceModel.Rtl8139, ScsiModel = ScsiControllerModel.LsiLogic, VideoModel = VideoModel.Cirrus, TpmVersion = TpmVersion.V12 };

    public static DomainDefinition Normalised(DomainDefinition definition, HostDefaults? defaults = null) =>
        AddressAssignment.Assign(DomainDefaults.Complete(definition, defaults ?? Defaults));
}
