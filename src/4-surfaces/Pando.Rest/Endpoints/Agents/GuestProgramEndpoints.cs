using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Agents;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>Programs that run in a guest.</summary>
internal sealed class GuestProgramEndpoints(IDomains domains, IGuestAgents agents)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(ApiRoutes.AgentExec, RunAsync)
            .About("executeInGuest", AgentEndpoints.Group, "Runs a program in a guest and answers what it wrote.")
            .TakesJson<GuestExecRequest>().Answers<GuestExecResult>().AsksAgent();
        api.MapGet(ApiRoutes.AgentExecStatus, StatusAsync)
            .About("getGuestExec", AgentEndpoints.Group, "How a program is that was started in a guest before; its end is told once.")
            .Answers<GuestExecResult>().AsksAgent();
    }

    private async Task<IResult> RunAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadAsync<GuestExecRequest>(http);
        var program = new GuestProgram(wish.Path)
        {
            Arguments = wish.Arguments ?? [],
            Environment = wish.Environment,
            Input = Input(wish.Input),
            Capture = !wish.Discard,
            Limit = Seconds.OrNone("waitSeconds", wish.WaitSeconds, least: 0) ?? TimeSpan.FromMinutes(1),
        };
        return Answer(await agents.RunAsync(domains.Get(machine).Id, program, http.RequestAborted));
    }

    private async Task<IResult> StatusAsync(HttpContext http, string machine, long pid) =>
        Answer(await agents.ProgramAsync(domains.Get(machine).Id, pid, http.RequestAborted));

    private static IResult Answer(GuestProgramOutcome outcome) => JsonAnswer.Of(new GuestExecResult
    {
        Pid = outcome.Pid,
        Exited = outcome.Ended,
        ExitCode = outcome.ExitCode,
        Signal = outcome.Signal,
        Output = Text(outcome.Output),
        Error = Text(outcome.Error),
        OutputCut = outcome.OutputCut,
        ErrorCut = outcome.ErrorCut,
    });

    private static string? Text(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : Convert.ToBase64String(bytes.Span);

    private static ReadOnlyMemory<byte>? Input(string? base64)
    {
        try
        {
            return base64 is null ? null : Convert.FromBase64String(base64);
        }
        catch (FormatException e)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, e, ("what", "input"), ("reason", e.Message));
        }
    }
}
