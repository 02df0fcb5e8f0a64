using Microsoft.AspNetCore.Http;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Rest.Mapping;
using Pando.Rest.Requests;

namespace Pando.Rest.Answers;

/// <summary>Answers with a machine.</summary>
internal static class MachineAnswer
{
    /// <summary>The machine, and the tag of its definition's version.</summary>
    public static IResult Of(HttpContext http, DomainView view)
    {
        Tag(http, view);
        return JsonAnswer.Of(MachineMapping.Whole(view, Language.Of(http.Request)));
    }

    /// <summary>A machine that is new: 201 and where it is.</summary>
    public static IResult Created(HttpContext http, DomainView view)
    {
        Tag(http, view);
        http.Response.Headers.Location = ApiRoutes.Fill(ApiRoutes.Machine, view.Id.ToString());
        return JsonAnswer.Of(MachineMapping.Whole(view, Language.Of(http.Request)), StatusCodes.Status201Created);
    }

    /// <summary>Sets the ETag; a transient machine has no version.</summary>
    public static void Tag(HttpContext http, DomainView view)
    {
        if (view.Persistent)
        {
            http.Response.Headers.ETag = ApiHeaders.VersionTag(view.Version);
        }
    }
}
