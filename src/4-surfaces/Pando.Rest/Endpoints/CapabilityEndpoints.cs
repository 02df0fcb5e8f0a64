using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Domains.Capabilities;
using Pando.Model.Xml.Processors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>What the host is for guests, and what machines can be here.</summary>
internal sealed class CapabilityEndpoints(IGuestCapabilities capabilities, RestOptions options)
{
    private const string Group = "host";
    private const string HypervisorWords = "Whether it is about what machines get, and not about the host's own processor.";
    private const string MachineWords = "The machine type, q35 by default.";
    private const string ArchitectureWords = "What the machine is to be: x86_64.";
    private const string EmulatorWords = "The program that is to run it.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Capabilities, HostAsync)
            .About("getCapabilities", Group, "The host and what it can run as libvirt's capabilities have them: processor, topology, caches, labels, machine types.").AnswersXml().AsksPeer();
        api.MapGet(ApiRoutes.DomainCapabilities, MachineAsync)
            .About("getDomainCapabilities", Group, "What a machine can be as libvirt's domainCapabilities have it: firmware, processors, devices; what host-model becomes is in it.").AnswersXml().AsksPeer();
        api.MapGet(ApiRoutes.HostInformation, Information)
            .About("getHostInformation", Group, "The host's firmware, boards, processors and memory as libvirt's sysinfo has them.").AnswersXml().Fails(StatusCodes.Status501NotImplemented);
        api.MapPost(ApiRoutes.CpuComparison, CompareAsync)
            .About("compareCpu", Group, "Compares the host's processor, or what machines get of it, with one that is described.").TakesXml(options).Answers<CpuComparison>().AsksPeer();
        api.MapPost(ApiRoutes.CpuBaseline, BaselineAsync)
            .About("getCpuBaseline", Group, "The best processor that several have, which are described.").TakesXml(options).AnswersXml().AsksPeer();
    }

    private IResult Information() => Xml(HostInformationXml.Write(capabilities.Information()));

    private async Task<IResult> CompareAsync(
        HttpContext http,
        [Query(ApiQuery.Hypervisor), Description(HypervisorWords)] bool? hypervisor,
        [Query(ApiQuery.Type), Description(MachineTypes.Words)] string? type,
        [Query(ApiQuery.MachineType), Description(MachineWords)] string? machine,
        [Query(ApiQuery.Architecture), Description(ArchitectureWords)] string? architecture,
        [Query(ApiQuery.Emulator), Description(EmulatorWords)] string? emulator,
        [Query(ApiQuery.Validate), Description("Whether what no processor has is refused; else it is passed over.")] bool? validate)
    {
        var verdict = await capabilities.CompareAsync(
            new CpuQuestion(await XmlBody.ReadAsync(http), Wish(hypervisor, type, machine, architecture, emulator), validate == true), http.RequestAborted);
        return JsonAnswer.Of(new CpuComparison
        {
            Fit = verdict.Fit switch
            {
                Model.Domains.CpuFit.Identical => CpuFit.Identical,
                Model.Domains.CpuFit.Superset => CpuFit.Superset,
                _ => CpuFit.Incompatible,
            },
            Why = verdict.Why switch
            {
                null => null,
                Model.Domains.CpuMisfit.Architecture => CpuMisfit.Architecture,
                Model.Domains.CpuMisfit.Vendor => CpuMisfit.Vendor,
                Model.Domains.CpuMisfit.Forbidden => CpuMisfit.Forbidden,
                Model.Domains.CpuMisfit.Missing => CpuMisfit.Missing,
                _ => CpuMisfit.Extra,
            },
            What = verdict.What,
        });
    }

    private async Task<IResult> BaselineAsync(
        HttpContext http,
        [Query(ApiQuery.Hypervisor), Description(HypervisorWords)] bool? hypervisor,
        [Query(ApiQuery.Type), Description(MachineTypes.Words)] string? type,
        [Query(ApiQuery.MachineType), Description(MachineWords)] string? machine,
        [Query(ApiQuery.Architecture), Description(ArchitectureWords)] string? architecture,
        [Query(ApiQuery.Emulator), Description(EmulatorWords)] string? emulator,
        [Query(ApiQuery.Features), Description("Whether every feature of the model is named, too.")] bool? features,
        [Query(ApiQuery.Migratable), Description("Whether what blocks a move to another host is left out.")] bool? migratable) =>
        Xml(CpuDefinitionText.Write(await capabilities.BaselineAsync(
            new CpuQuestion(await XmlBody.ReadAsync(http), Wish(hypervisor, type, machine, architecture, emulator)), migratable == true, features == true, http.RequestAborted)));

    private static MachineWish? Wish(bool? hypervisor, string? type, string? machine, string? architecture, string? emulator) =>
        hypervisor == true ? new MachineWish(MachineTypes.Read(type), machine, architecture, emulator) : null;

    private async Task<IResult> HostAsync(CancellationToken aborted) => Xml(CapabilitiesXml.Write(await capabilities.OfHostAsync(aborted)));

    private async Task<IResult> MachineAsync(
        HttpContext http,
        [Query(ApiQuery.Type), Description(MachineTypes.Words)] string? type,
        [Query(ApiQuery.MachineType), Description(MachineWords)] string? machine,
        [Query(ApiQuery.Architecture), Description(ArchitectureWords)] string? architecture,
        [Query(ApiQuery.Emulator), Description(EmulatorWords)] string? emulator) =>
        Xml(DomainCapabilitiesXml.Write(await capabilities.OfMachineAsync(new MachineWish(MachineTypes.Read(type), machine, architecture, emulator), http.RequestAborted)));

    private static IResult Xml(string text) => TypedResults.Text(text, XmlBody.MediaType, Encoding.UTF8);
}
