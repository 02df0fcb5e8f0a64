using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Domains.Capabilities;
using Pando.Model.Xml.Processors;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>What the host is for guests, and what machines can be here.</summary>
internal sealed class CapabilityEndpoints(IGuestCapabilities capabilities)
{
    private const string Group = "host";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Capabilities, HostAsync)
            .About("getCapabilities", Group, "The host and what it can run as libvirt's capabilities have them: processor, topology, caches, labels, machine types.").AnswersXml().AsksPeer();
        api.MapGet(ApiRoutes.DomainCapabilities, MachineAsync)
            .About("getDomainCapabilities", Group, "What a machine can be as libvirt's domainCapabilities have it: firmware, processors, devices; what host-model becomes is in it.").AnswersXml().AsksPeer();
    }

    private async Task<IResult> HostAsync(CancellationToken aborted) => Xml(CapabilitiesXml.Write(await capabilities.OfHostAsync(aborted)));

    private async Task<IResult> MachineAsync(
        HttpContext http,
        [Query(ApiQuery.Type), Description(MachineTypes.Words)] string? type,
        [Query(ApiQuery.MachineType), Description("The machine type, q35 by default.")] string? machine,
        [Query(ApiQuery.Architecture), Description("What the machine is to be: x86_64.")] string? architecture,
        [Query(ApiQuery.Emulator), Description("The program that is to run it.")] string? emulator) =>
        Xml(DomainCapabilitiesXml.Write(await capabilities.OfMachineAsync(new MachineWish(MachineTypes.Read(type), machine, architecture, emulator), http.RequestAborted)));

    private static IResult Xml(string text) => TypedResults.Text(text, XmlBody.MediaType, Encoding.UTF8);
}
