using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;

namespace Pando.Rest.Endpoints;

/// <summary>The operating systems that are known.</summary>
internal sealed class OperatingSystemEndpoints(IOperatingSystems systems)
{
    private const string Group = "host";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.OperatingSystems, (Delegate)List)
            .About("listOperatingSystems", Group, "Every operating system that is known, by short name.").Answers<IReadOnlyList<OperatingSystemFacts>>();
        api.MapGet(ApiRoutes.OperatingSystem, Get)
            .About("getOperatingSystem", Group, "What is known of an operating system.").Answers<OperatingSystemFacts>();
    }

    private IResult List() => JsonAnswer.Of<IReadOnlyList<OperatingSystemFacts>>([.. systems.All.Select(OperatingSystemMapping.Of)]);

    private IResult Get(string system) => JsonAnswer.Of(OperatingSystemMapping.Of(
        systems.Find(system) ?? throw new CallerException(ErrorCodes.Host.UnknownSystem, ("name", system))));
}
