using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Domains.Processors;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Xml.Processors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The processors that guests of this host can have.</summary>
internal sealed class ProcessorEndpoints(IGuestProcessors processors)
{
    private const string Group = "host";
    private const string TypeWords = "kvm (the default: whatever runs guests here) or qemu.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.CpuModels, ModelsAsync)
            .About("listCpuModels", Group, "The named processors that QEMU knows, and whether this host can give them.").Answers<IReadOnlyList<CpuModelFacts>>().AsksPeer();
        api.MapGet(ApiRoutes.DomainCapabilities, CapabilitiesAsync)
            .About("getDomainCapabilities", Group, "QEMU and its processors as libvirt's domainCapabilities have them; what host-model becomes is in it.").AnswersXml().AsksPeer();
    }

    private async Task<IResult> ModelsAsync(HttpContext http, [Query(ApiQuery.Type), Description(TypeWords)] string? type)
    {
        var offer = await processors.OfferAsync(Type(type), http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<CpuModelFacts>>([.. offer.Models.Select(Facts)]);
    }

    private async Task<IResult> CapabilitiesAsync(HttpContext http, [Query(ApiQuery.Type), Description(TypeWords)] string? type)
    {
        var asked = Type(type);
        var offer = await processors.OfferAsync(asked, http.RequestAborted);
        var capabilities = new DomainCapabilities(
            offer.Emulator, offer.Accelerator == Accelerator.Kvm ? DomainType.Kvm : DomainType.Qemu, offer.Machine, offer.Architecture, offer.MostVcpus,
            offer.Accelerator == Accelerator.Kvm, offer.HostModel, [.. offer.Models.Select(model => new ListedModel(model.Name, model.Usable, model.Deprecated))]);
        return TypedResults.Text(DomainCapabilitiesXml.Write(capabilities), XmlBody.MediaType, Encoding.UTF8);
    }

    private static CpuModelFacts Facts(OfferedModel model) => new()
    {
        Name = model.Name,
        Usable = model.Usable,
        Missing = model.Missing.Count == 0 ? null : model.Missing,
        Deprecated = model.Deprecated,
        StandsFor = model.StandsFor,
    };

    private static DomainType Type(string? word) => word switch
    {
        null or "kvm" => DomainType.Kvm,
        "qemu" => DomainType.Qemu,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Type), ("reason", $"{word} (kvm, qemu)")),
    };
}
