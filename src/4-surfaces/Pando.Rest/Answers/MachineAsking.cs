using Microsoft.AspNetCore.Http;
using Pando.Domains;
using Pando.Rest.Requests;

namespace Pando.Rest.Answers;

/// <summary>Asks a machine for something in the name of who sent the request, and answers with the machine afterwards.</summary>
internal sealed class MachineAsking(IDomains domains, Callers callers, JobAnswers answers)
{
    /// <summary>Whatever it is.</summary>
    public async Task<IResult> AskAsync(HttpContext http, string machine, DomainRequest request)
    {
        var by = await callers.OfAsync(http);
        var task = domains.Request(domains.Get(machine).Id, request, by);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }

    /// <summary>A change of the version that the client has read.</summary>
    public Task<IResult> ChangeAsync(HttpContext http, string machine, ChangeRequest request) =>
        AskAsync(http, machine, request with { ExpectedVersion = VersionPrecondition.Of(http.Request) });
}
