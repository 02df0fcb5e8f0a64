using System.Globalization;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Monitor;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>Presses keys together.</summary>
    public Task SendKeysAsync(string machine, SendKeysRequest request, CancellationToken cancellationToken = default) =>
        DoAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Keys, machine), request, PandoJson.Default.SendKeysRequest), cancellationToken);

    /// <summary>Sends the guest a non-maskable interrupt.</summary>
    public Task InjectNmiAsync(string machine, CancellationToken cancellationToken = default) =>
        DoAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Nmi, machine)), cancellationToken);

    /// <summary>The disks that failed.</summary>
    public Task<IReadOnlyList<DiskError>> GetDiskErrorsAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.DiskErrors, machine)), PandoJson.Default.IReadOnlyListDiskError, cancellationToken);

    /// <summary>Sends QEMU a command as it is.</summary>
    public Task<MonitorAnswer> SendMonitorCommandAsync(string machine, ReadOnlyMemory<byte> command, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Limited(ApiRoutes.MonitorCommand, machine, limit)).WithBody("application/json", command), PandoJson.Default.MonitorAnswer, cancellationToken);

    /// <summary>Sends QEMU a line of its monitor for people.</summary>
    public Task<HumanCommandAnswer> SendHumanCommandAsync(string machine, HumanCommandRequest request, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Limited(ApiRoutes.MonitorHumanCommand, machine, limit), request, PandoJson.Default.HumanCommandRequest),
            PandoJson.Default.HumanCommandAnswer, cancellationToken);

    /// <summary>Gives a machine that is off another name.</summary>
    public Task<Machine> RenameAsync(string machine, RenameRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Rename, machine), request, PandoJson.Default.RenameRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Says what becomes of a machine when its guest ends.</summary>
    public Task<Machine> SetLifecycleActionAsync(string machine, LifecycleActionRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.LifecycleAction, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.LifecycleActionRequest),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Changes a machine's title or its description.</summary>
    public Task<Machine> DescribeAsync(string machine, DescriptionRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.Description, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.DescriptionRequest),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Changes what a program keeps with a machine.</summary>
    public Task<Machine> SetMetadataAsync(string machine, MetadataRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.Metadata, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.MetadataRequest),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Makes a disk of a running machine larger.</summary>
    public Task ResizeDiskAsync(string machine, string disk, DiskSizeRequest request, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.DiskSize, machine, disk), request, PandoJson.Default.DiskSizeRequest), cancellationToken);

    /// <summary>Has the event <c>machine.block-threshold</c> told when a disk's image is written behind an offset.</summary>
    public Task SetDiskThresholdAsync(string machine, string disk, DiskThresholdRequest request, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.DiskThreshold, machine, disk), request, PandoJson.Default.DiskThresholdRequest), cancellationToken);

    private static string Limited(string route, string machine, TimeSpan? limit) =>
        Query(ApiRoutes.Fill(route, machine), (ApiQuery.Limit, limit?.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
}
