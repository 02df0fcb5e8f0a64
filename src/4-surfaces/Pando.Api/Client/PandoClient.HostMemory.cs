using Pando.Api.Host;
using Pando.Api.Json;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>How the host deals with the memory of machines.</summary>
    public Task<HostMemory> GetHostMemoryAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.HostMemory), PandoJson.Default.HostMemory, cancellationToken);

    /// <summary>Changes the merging of equal pages.</summary>
    public Task<HostMemory> SetMergedPagesAsync(MergedPagesRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", ApiRoutes.MergedPages, request, PandoJson.Default.MergedPagesRequest), PandoJson.Default.HostMemory, cancellationToken);

    /// <summary>Makes or takes away huge pages; the answer says how many there are then.</summary>
    public Task<HostMemory> SetHugePagesAsync(HugePagesRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", ApiRoutes.HugePages, request, PandoJson.Default.HugePagesRequest), PandoJson.Default.HostMemory, cancellationToken);

    /// <summary>Every operating system that is known, by short name.</summary>
    public Task<IReadOnlyList<OperatingSystemFacts>> ListOperatingSystemsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.OperatingSystems), PandoJson.Default.IReadOnlyListOperatingSystemFacts, cancellationToken);

    /// <summary>One operating system.</summary>
    public Task<OperatingSystemFacts> GetOperatingSystemAsync(string system, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.OperatingSystem, system)), PandoJson.Default.OperatingSystemFacts, cancellationToken);
}
