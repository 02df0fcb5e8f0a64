using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Domains.Processors;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The processors that guests of this host can have.</summary>
internal sealed class ProcessorEndpoints(IGuestProcessors processors)
{
    private const string Group = "host";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.CpuModels, ModelsAsync)
            .About("listCpuModels", Group, "The named processors that QEMU knows, and whether this host can give them.").Answers<IReadOnlyList<CpuModelFacts>>().AsksPeer();
    }

    private async Task<IResult> ModelsAsync(
        HttpContext http,
        [Query(ApiQuery.Type), Description(MachineTypes.Words)] string? type,
        [Query(ApiQuery.Architecture), Description("What the machine is to be: x86_64.")] string? architecture)
    {
        var offer = await processors.OfferAsync(MachineTypes.Read(type) ?? DomainType.Kvm, http.RequestAborted);
        if (architecture is not null && architecture != offer.Architecture)
        {
            throw new CallerException(ErrorCodes.Qemu.OtherArchitecture, ("architecture", architecture), ("there", offer.Architecture));
        }
        return JsonAnswer.Of<IReadOnlyList<CpuModelFacts>>([.. offer.Models.Select(Facts)]);
    }

    private static CpuModelFacts Facts(OfferedModel model) => new()
    {
        Name = model.Name,
        Usable = model.Usable,
        Missing = model.Missing.Count == 0 ? null : model.Missing,
        Deprecated = model.Deprecated,
        StandsFor = model.StandsFor,
    };
}
