using Pando.Domains.Capabilities;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml.Processors;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Processors: their names, what they have in common, and whether they can be had here.</summary>
internal sealed class ProcessorProcedures(LibvirtServices services)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectGetCpuModelNames, NamesAsync);
        table.Add(RemoteProgram.ConnectCompareCpu, async (call, arguments) =>
            new ConnectCompareCpuRet(await CompareAsync(call, arguments.Xml, null, arguments.Flags)));
        table.Add(RemoteProgram.ConnectCompareHypervisorCpu, async (call, arguments) => new ConnectCompareHypervisorCpuRet(
            await CompareAsync(call, arguments.XmlCpu, Wish(arguments.Virttype, arguments.Machine, arguments.Arch, arguments.Emulator), arguments.Flags)));
        table.Add(RemoteProgram.ConnectBaselineCpu, async (call, arguments) =>
            new ConnectBaselineCpuRet(await BaselineAsync(call, arguments.XmlCpus, null, arguments.Flags)));
        table.Add(RemoteProgram.ConnectBaselineHypervisorCpu, async (call, arguments) => new ConnectBaselineHypervisorCpuRet(
            await BaselineAsync(call, arguments.XmlCpus, Wish(arguments.Virttype, arguments.Machine, arguments.Arch, arguments.Emulator), arguments.Flags)));
    }

    private static MachineWish Wish(string? type, string? machine, string? architecture, string? emulator) =>
        new(CapabilityProcedures.Type(type), machine, architecture, emulator);

    private async ValueTask<ConnectGetCpuModelNamesRet> NamesAsync(Call call, ConnectGetCpuModelNamesArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var offered = await services.Capabilities.OfMachineAsync(new MachineWish(), call.Cancellation);
        string[] names = arguments.Arch == offered.Architecture
            ? [.. offered.Models.Select(model => model.Name)]
            : throw LibvirtRefusal.InvalidArgument($"cannot find architecture {arguments.Arch}");
        return new ConnectGetCpuModelNamesRet(arguments.NeedResults != 0 ? names : [], names.Length);
    }

    private async Task<int> CompareAsync(Call call, string xml, MachineWish? machine, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)(VirConnectCompareCpuFlags.FailIncompatible | VirConnectCompareCpuFlags.ValidateXml));
        var asked = (VirConnectCompareCpuFlags)flags;
        var verdict = await InItsWordsAsync(() =>
            services.Capabilities.CompareAsync(new CpuQuestion(xml, machine, asked.HasFlag(VirConnectCompareCpuFlags.ValidateXml)), call.Cancellation));
        return verdict.Fit == CpuFit.Incompatible && asked.HasFlag(VirConnectCompareCpuFlags.FailIncompatible)
            ? throw new LibvirtRefusal(LibvirtErrorNumber.CpuIncompatible, LibvirtErrorDomain.Cpu, Words(verdict))
            // The numbers of virCPUCompareResult.
            : verdict.Fit switch
            {
                CpuFit.Identical => 1,
                CpuFit.Superset => 2,
                _ => 0,
            };
    }

    private async Task<string> BaselineAsync(Call call, IReadOnlyList<string> cpus, MachineWish? machine, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)(VirConnectBaselineCpuFlags.ExpandFeatures | VirConnectBaselineCpuFlags.Migratable));
        var asked = (VirConnectBaselineCpuFlags)flags;
        return CpuDefinitionText.Write(await InItsWordsAsync(() => services.Capabilities.BaselineAsync(
            new CpuQuestion(string.Concat(cpus), machine), asked.HasFlag(VirConnectBaselineCpuFlags.Migratable), asked.HasFlag(VirConnectBaselineCpuFlags.ExpandFeatures),
            call.Cancellation)));
    }

    private static string Words(CpuVerdict verdict) => verdict.Why switch
    {
        CpuMisfit.Architecture => $"CPU arch {verdict.What} does not match host arch",
        CpuMisfit.Vendor => $"host CPU vendor does not match required CPU vendor {verdict.What}",
        CpuMisfit.Forbidden => $"Host CPU provides forbidden features: {verdict.What}",
        CpuMisfit.Missing => $"Host CPU does not provide required features: {verdict.What}",
        _ => $"Host CPU does not strictly match guest CPU: Extra features: {verdict.What}",
    };

    /// <summary>Refusals in libvirt's words, by which clients tell one from the other.</summary>
    private static async Task<T> InItsWordsAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.UnknownCpu)
        {
            throw Internal($"Unknown CPU model {Fact(e, "model")}");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.UnknownFeature)
        {
            throw Internal($"Unknown CPU feature {Fact(e, "feature")}");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.SeveralVendors)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationFailed, LibvirtErrorDomain.Cpu, "CPU vendors do not match");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Qemu.NothingInCommon)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationFailed, LibvirtErrorDomain.Cpu, "CPUs are incompatible");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Definition.Missing && Fact(e, "element") == "/cpu/arch")
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.XmlError, LibvirtErrorDomain.Cpu, "Missing CPU architecture");
        }
    }

    private static LibvirtRefusal Internal(string words) => new(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Cpu, words);

    private static string Fact(CallerException failure, string name) => failure.Facts.Single(fact => fact.Name == name).Value;
}
