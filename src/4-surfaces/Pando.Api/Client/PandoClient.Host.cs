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
    public Task<IReadOnlyList<CpuModelFacts>> ListCpuModelsAsync(string? type = null, string? architecture = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.CpuModels, (ApiQuery.Type, type), (ApiQuery.Architecture, architecture))), PandoJson.Default.IReadOnlyListCpuModelFacts, cancellationToken);

    /// <summary>libvirt's capabilities: the host and what it can run.</summary>
    public Task<string> GetCapabilitiesAsync(CancellationToken cancellationToken = default) => AskTextAsync(Question(ApiRoutes.Capabilities), cancellationToken);

    /// <summary>libvirt's domainCapabilities: the program, its firmware, processors and devices. What is null is as in a definition that does not say.</summary>
    public Task<string> GetDomainCapabilitiesAsync(
        string? type = null, string? machine = null, string? architecture = null, string? emulator = null, CancellationToken cancellationToken = default) =>
        AskTextAsync(
            Question(Query(
                ApiRoutes.DomainCapabilities, (ApiQuery.Type, type), (ApiQuery.MachineType, machine), (ApiQuery.Architecture, architecture), (ApiQuery.Emulator, emulator))),
            cancellationToken);

    /// <summary>The host's firmware, boards, processors and memory, as libvirt's sysinfo.</summary>
    public Task<string> GetHostInformationAsync(CancellationToken cancellationToken = default) => AskTextAsync(Question(ApiRoutes.HostInformation), cancellationToken);

    /// <summary>Compares the processor that is there with the first one that a text describes.</summary>
    public Task<CpuComparison> CompareCpuAsync(ReadOnlyMemory<byte> xml, CpuScope scope, bool validate, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Scoped(ApiRoutes.CpuComparison, scope, (ApiQuery.Validate, True(validate)))).WithBody(Xml, xml), PandoJson.Default.CpuComparison, cancellationToken);

    /// <summary>The best processor that all have which a text describes, as XML.</summary>
    public Task<string> GetCpuBaselineAsync(ReadOnlyMemory<byte> xml, CpuScope scope, bool features, bool migratable, CancellationToken cancellationToken = default) =>
        AskTextAsync(
            Change("POST", Scoped(ApiRoutes.CpuBaseline, scope, (ApiQuery.Features, True(features)), (ApiQuery.Migratable, True(migratable)))).WithBody(Xml, xml), cancellationToken);

    private static string Scoped(string route, CpuScope scope, params (string Name, string? Value)[] more)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Query(
            route, [(ApiQuery.Hypervisor, True(scope.Hypervisor)), (ApiQuery.Type, scope.Type), (ApiQuery.MachineType, scope.Machine),
                (ApiQuery.Architecture, scope.Architecture), (ApiQuery.Emulator, scope.Emulator), .. more]);
    }

    private static string? True(bool value) => value ? "true" : null;

    /// <summary>Starts to make a machine with its disks.</summary>
    public Task<Job> StartInstallAsync(InstallRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.Install, request, PandoJson.Default.InstallRequest), cancellationToken);

    /// <summary>What that would do. Nothing is changed.</summary>
    public Task<InstallPlan> PlanInstallAsync(InstallRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Query(ApiRoutes.Install, (ApiQuery.DryRun, "true")), request, PandoJson.Default.InstallRequest),
            PandoJson.Default.InstallPlan, cancellationToken);
}
