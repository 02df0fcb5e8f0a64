using Pando.Domains.Capabilities;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;
using Pando.Model.Errors;
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
            return new ConnectGetSysinfoRet(Information());
        });
        table.Add(RemoteProgram.ConnectGetMaxVcpus, async (call, arguments) =>
            new ConnectGetMaxVcpusRet((await MachineAsync(call, arguments.Type?.ToLowerInvariant(), null, null, null)).MostVcpus));
    }

    private string Information()
    {
        try
        {
            return HostInformationXml.Write(services.Capabilities.Information());
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Host.NoInformation)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.ConfigUnsupported, LibvirtErrorDomain.Qemu, "Host SMBIOS information is not available");
        }
    }

    /// <summary>What a machine can be; refusals are in libvirt's words, by which clients tell one from the other.</summary>
    private async Task<DomainCapabilities> MachineAsync(Call call, string? type, string? machine, string? architecture, string? emulator)
    {
        try
        {
            return await services.Capabilities.OfMachineAsync(new MachineWish(Type(type), machine, architecture, emulator), call.Cancellation);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.OtherArchitecture)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.ConfigUnsupported, LibvirtErrorDomain.Qemu, $"unable to find any emulator to serve '{architecture}' architecture");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.NoKvm)
        {
            throw LibvirtRefusal.InvalidArgument($"the accel 'kvm' is not supported by '{e.Facts.Single(fact => fact.Name == "path").Value}' on this host");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.UnknownMachine)
        {
            throw LibvirtRefusal.InvalidArgument($"the machine '{machine}' is not supported by emulator '{e.Facts.Single(fact => fact.Name == "path").Value}'");
        }
    }

    internal static DomainType? Type(string? word) => word switch
    {
        null => null,
        "kvm" => DomainType.Kvm,
        "qemu" => DomainType.Qemu,
        _ => throw LibvirtRefusal.InvalidArgument($"unknown virttype: {word}"),
    };
}
