using Pando.Domains.Capabilities;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;
using Pando.Model.Xml.Processors;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What the host is for guests, and what machines can be here.</summary>
internal sealed class CapabilityProcedures(LibvirtServices services)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectGetCapabilities, async (call, _) =>
            new ConnectGetCapabilitiesRet(CapabilitiesXml.Write(await services.Capabilities.OfHostAsync(call.Cancellation))));
        table.Add(RemoteProgram.ConnectGetDomainCapabilities, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            return new ConnectGetDomainCapabilitiesRet(
                DomainCapabilitiesXml.Write(await MachineAsync(call, arguments.Virttype, arguments.Machine, arguments.Arch, arguments.Emulatorbin)));
        });
        table.Add(RemoteProgram.ConnectGetSysinfo, (_, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            return new ConnectGetSysinfoRet(HostInformationXml.Write(services.Capabilities.Information()));
        });
        table.Add(RemoteProgram.NodeGetSevInfo, async (call, arguments) => await EncryptionAsync(call, arguments));
        table.Add(RemoteProgram.ConnectGetMaxVcpus, async (call, arguments) =>
            new ConnectGetMaxVcpusRet((await MachineAsync(call, arguments.Type?.ToLowerInvariant(), null, null, null)).MostVcpus));
    }

    private async Task<DomainCapabilities> MachineAsync(Call call, string? type, string? machine, string? architecture, string? emulator) =>
        await services.Capabilities.OfMachineAsync(new MachineWish(Type(type), machine, architecture, emulator), call.Cancellation);

    /// <summary>What SEV costs a guest's addresses here; the platform's certificates QEMU is to be asked for.</summary>
    private async Task<NodeGetSevInfoRet> EncryptionAsync(Call call, NodeGetSevInfoArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirTypedParameterFlags.StringOkay);
        var sev = (await MachineAsync(call, null, null, null, null)).Sev ?? throw LibvirtRefusal.Unsupported("QEMU does not support SEV guest");
        IReadOnlyList<TypedParam> all = [Parameters.Unsigned("cbitpos", sev.CbitPosition), Parameters.Unsigned("reduced-phys-bits", sev.ReducedPhysicalBits)];
        return new NodeGetSevInfoRet(arguments.Nparams <= 0 ? [] : Parameters.Fit(all, arguments.Nparams), all.Count);
    }

    internal static DomainType? Type(string? word) => word switch
    {
        null => null,
        "kvm" => DomainType.Kvm,
        "qemu" => DomainType.Qemu,
        _ => throw LibvirtRefusal.InvalidArgument($"unknown virttype: {word}"),
    };
}
