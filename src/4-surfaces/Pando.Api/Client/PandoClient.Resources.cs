using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>What a machine gets of the host's processors, memory and disks.</summary>
    public Task<MachineResources> GetResourcesAsync(string machine, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.Resources, machine), (ApiQuery.Scope, scope))), PandoJson.Default.MachineResources, cancellationToken);

    /// <summary>Where a machine's threads run.</summary>
    public Task<MachineThreads> GetThreadsAsync(string machine, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.Threads, machine), (ApiQuery.Scope, scope))), PandoJson.Default.MachineThreads, cancellationToken);

    /// <summary>Changes it; what is null stays.</summary>
    public Task<Machine> SetResourcesAsync(string machine, MachineResources change, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.Resources, machine), (ApiQuery.Scope, scope)), change, PandoJson.Default.MachineResources), PandoJson.Default.Machine, cancellationToken);
}
