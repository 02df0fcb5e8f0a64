using System.Text;
using Pando.Api.Host;
using Pando.Api.Install;
using Pando.Api.Jobs;
using Pando.Api.Json;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>The host and what runs on it.</summary>
    public Task<HostFacts> GetHostAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Host), PandoJson.Default.HostFacts, cancellationToken);

    /// <summary>Whether and how well the host can run machines.</summary>
    public Task<HostCheckReport> CheckHostAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.HostCheck), PandoJson.Default.HostCheckReport, cancellationToken);

    /// <summary>How much of the host's processors and memory is used.</summary>
    public Task<HostUsage> GetHostUsageAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.HostUsage), PandoJson.Default.HostUsage, cancellationToken);

    /// <summary>The named processors that QEMU knows; <paramref name="type"/> is <c>kvm</c>, <c>qemu</c>, or null for what runs guests here.</summary>
    public Task<IReadOnlyList<CpuModelFacts>> ListCpuModelsAsync(string? type = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.CpuModels, (ApiQuery.Type, type))), PandoJson.Default.IReadOnlyListCpuModelFacts, cancellationToken);

    /// <summary>libvirt's capabilities: the host and what it can run.</summary>
    public Task<string> GetCapabilitiesAsync(CancellationToken cancellationToken = default) => AskXmlAsync(ApiRoutes.Capabilities, cancellationToken);

    /// <summary>libvirt's domainCapabilities: the program, its firmware, processors and devices. What is null is as in a definition that does not say.</summary>
    public Task<string> GetDomainCapabilitiesAsync(
        string? type = null, string? machine = null, string? architecture = null, string? emulator = null, CancellationToken cancellationToken = default) =>
        AskXmlAsync(
            Query(
                ApiRoutes.DomainCapabilities, (ApiQuery.Type, type), (ApiQuery.MachineType, machine), (ApiQuery.Architecture, architecture), (ApiQuery.Emulator, emulator)),
            cancellationToken);

    private async Task<string> AskXmlAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(Question(path).With("Accept", Xml), cancellationToken);
        return Encoding.UTF8.GetString((await ReadAllAsync(response, cancellationToken)).Span);
    }

    /// <summary>Starts to make a machine with its disks.</summary>
    public Task<Job> StartInstallAsync(InstallRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.Install, request, PandoJson.Default.InstallRequest), cancellationToken);

    /// <summary>What that would do. Nothing is changed.</summary>
    public Task<InstallPlan> PlanInstallAsync(InstallRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Query(ApiRoutes.Install, (ApiQuery.DryRun, "true")), request, PandoJson.Default.InstallRequest),
            PandoJson.Default.InstallPlan, cancellationToken);
}
