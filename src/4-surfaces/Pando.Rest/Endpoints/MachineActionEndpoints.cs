using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>What a machine can be asked to do. Each answers the machine afterwards.</summary>
internal sealed class MachineActionEndpoints(MachineAsking machines)
{
    private const string Group = "machine actions";

    public void Map(IEndpointRouteBuilder api)
    {
        Describe(api.MapPost(ApiRoutes.Start, StartAsync), "startMachine", "Starts a machine.");
        Describe(api.MapPost(ApiRoutes.Shutdown, ShutdownAsync), "shutdownMachine", "Asks the guest to shut down; answers when it was asked.");
        Describe(api.MapPost(ApiRoutes.Reboot, RebootAsync), "rebootMachine", "Asks the guest to restart; answers when it was asked.");
        Describe(api.MapPost(ApiRoutes.Reset, ResetAsync), "resetMachine", "Presses the reset button.");
        Describe(api.MapPost(ApiRoutes.Destroy, DestroyAsync), "destroyMachine", "Ends a machine's process.");
        Describe(api.MapPost(ApiRoutes.Suspend, SuspendAsync), "suspendMachine", "Stops a machine's processors; its memory stays.");
        Describe(api.MapPost(ApiRoutes.Resume, ResumeAsync), "resumeMachine", "Lets a paused machine go on.");
    }

    private static void Describe(RouteHandlerBuilder endpoint, string operation, string sentence) =>
        endpoint.About(operation, Group, sentence).Answers<Machine>().MayAnswerJob();

    private Task<IResult> StartAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Paused), Description("The guest waits for a resume before its first instruction.")] bool? paused,
        [Query(ApiQuery.ForceBoot), Description("Discards a managed save and boots.")] bool? forceBoot,
        [Query(ApiQuery.Running), Description("Whether the guest runs after a managed save; as it did where this is not said.")] bool? running,
        [Query(ApiQuery.BypassCache), Description("A managed save is read past the page cache.")] bool? bypassCache,
        [Query(ApiQuery.Force), Description("A managed save is used although disks were changed behind it.")] bool? force,
        [Query(ApiQuery.ResetNvram), Description("The firmware's variables are made anew from their template.")] bool? resetNvram) =>
        machines.AskAsync(http, machine, new StartRequest(paused == true)
        {
            ForceBoot = forceBoot == true,
            Running = running,
            BypassCache = bypassCache == true,
            Force = force == true,
            ResetVariables = resetNvram == true,
        });

    private Task<IResult> ShutdownAsync(
        HttpContext http, string machine, [Query(ApiQuery.Mode), Description("acpi or agent; absent: the agent where one is connected, else acpi.")] string? mode) =>
        machines.AskAsync(http, machine, new ShutdownRequest(Mode(mode)));

    private Task<IResult> RebootAsync(
        HttpContext http, string machine, [Query(ApiQuery.Mode), Description("acpi or agent; absent: the agent where one is connected, else acpi.")] string? mode) =>
        machines.AskAsync(http, machine, new RebootRequest(Mode(mode)));

    private Task<IResult> ResetAsync(HttpContext http, string machine) => machines.AskAsync(http, machine, new ResetRequest());

    private Task<IResult> DestroyAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Graceful), Description("Fails rather than kill a process that does not end when asked.")] bool? graceful) =>
        machines.AskAsync(http, machine, new DestroyRequest(graceful == true));

    private Task<IResult> SuspendAsync(HttpContext http, string machine) => machines.AskAsync(http, machine, new SuspendRequest());

    private Task<IResult> ResumeAsync(HttpContext http, string machine) => machines.AskAsync(http, machine, new ResumeRequest());

    private static PowerMode Mode(string? mode) => mode switch
    {
        null => PowerMode.Any,
        "acpi" => PowerMode.Acpi,
        "agent" => PowerMode.Agent,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Mode), ("reason", $"{mode} (acpi, agent)")),
    };
}
