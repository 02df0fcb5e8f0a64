using System.Text.Json;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Networking;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.HostNetwork.Configuration;
using Pando.Networks.HostNetwork.Confirming;
using Pando.Networks.HostNetwork.Devices;
using Pando.Networks.HostNetwork.Planning;

namespace Pando.Networks.HostNetwork;

/// <summary>
/// The host's own network: its cards, and bridges over them, VLANs and bonds that are made here. A change is in force at once, and is
/// taken back unless it is confirmed in time; then it is written to the host's configuration.
/// </summary>
public sealed class HostNetworking : IDisposable
{
    private const string Root = "/";

    private readonly NetworkServices _services;
    private readonly ChangeHostNetworkJob _job;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PendingChange? _pending;

    /// <summary>Makes its jobs known; nothing is changed.</summary>
    public HostNetworking(NetworkServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _job = new ChangeHostNetworkJob(this);
        services.Jobs.Register(_job);
    }

    internal TimeProvider Time => _services.Time;

    private string Records => Path.Combine(_services.Paths.Lib, "host-network");

    /// <summary>The devices as they are, and the change that waits.</summary>
    /// <exception cref="MachineryException"><c>hostnet.kernel-refused</c>.</exception>
    public HostNetworkView Read()
    {
        try
        {
            using var links = NetworkLinks.Open();
            var host = HostDeviceList.Read();
            return new HostNetworkView(
                [
                    .. host.Links.Select(link => new HostDeviceView(link, host.NameOf(link.Master), host.NameOf(link.Lower), [.. host.AddressesOf(link)], [.. host.RoutesOf(link)])
                    {
                        Vlan = links.ReadVlan(link.Name),
                        Bond = links.ReadBond(link.Name),
                        Bridge = link.Kind == "bridge" ? links.ReadBridge(link.Name) : null,
                        IsMadeHere = File.Exists(RecordOf(link.Name)),
                    }),
                ],
                _pending is { } pending ? ViewOf(pending) : null);
        }
        catch (SyscallException e)
        {
            throw Refused("—", e);
        }
    }

    /// <summary>Makes a change and answers when it is in force and waits to be confirmed.</summary>
    /// <param name="change">What is to be changed.</param>
    /// <param name="withinSeconds">How long it waits, 10 to 600.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait, not the change.</param>
    /// <exception cref="PandoException">It is refused, and nothing was changed; or it failed, and was taken back.</exception>
    public async Task<PendingChangeView> ChangeAsync(HostNetworkChange change, int withinSeconds, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var waits = new TaskCompletionSource<PendingChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        IRunningJob job;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_services.Jobs.List().FirstOrDefault(static job => job is { Kind: ChangeHostNetworkJob.KindName, HasEnded: false }) is { } other)
            {
                throw new CallerException(ErrorCodes.HostNetwork.ChangePending, ("device", other.Subject));
            }
            var plan = Plan(change, withinSeconds);
            job = await _services.Jobs.StartAsync(
                ChangeHostNetworkJob.KindName, change.Name, ChangeHostNetworkJob.Input(plan), by, _job.Plan(plan, pending => waits.TrySetResult(pending)), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
        if (await Task.WhenAny(waits.Task, job.Completion).WaitAsync(cancellationToken) == job.Completion)
        {
            await job.Completion;
        }
        return ViewOf(await waits.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Confirms the change that waits, and answers when it is written for good.</summary>
    /// <exception cref="CallerException"><c>hostnet.nothing-pending</c>.</exception>
    public async Task<PendingChangeView> ConfirmAsync(CancellationToken cancellationToken = default)
    {
        var pending = _pending;
        if (pending?.TryConfirm() != true)
        {
            throw new CallerException(ErrorCodes.HostNetwork.NothingPending);
        }
        await EndOfAsync(pending, cancellationToken);
        return ViewOf(pending);
    }

    /// <summary>Takes the change that waits back, and answers when all is as it was.</summary>
    /// <exception cref="CallerException"><c>hostnet.nothing-pending</c>.</exception>
    public async Task<PendingChangeView> RevertAsync(CancellationToken cancellationToken = default)
    {
        var pending = _pending;
        if (pending is null || !_services.Jobs.Cancel(pending.Job))
        {
            throw new CallerException(ErrorCodes.HostNetwork.NothingPending);
        }
        await EndOfAsync(pending, cancellationToken);
        return ViewOf(pending);
    }

    /// <summary>Switches a device on; one that is on stays so. It takes nothing away, so nobody has to confirm it.</summary>
    /// <exception cref="CallerException"><c>hostnet.no-such-device</c>.</exception>
    /// <exception cref="MachineryException"><c>hostnet.kernel-refused</c>.</exception>
    public static void SwitchOn(string device)
    {
        try
        {
            using var links = NetworkLinks.Open();
            var link = links.Find(device) ?? throw new CallerException(ErrorCodes.HostNetwork.NoSuchDevice, ("device", device));
            links.Change(link, new NetworkLinkChange { Up = true });
        }
        catch (SyscallException e)
        {
            throw Refused(device, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    internal void Waits(PendingChange pending) => _pending = pending;

    internal void WaitsNoMore(PendingChange pending) => Interlocked.CompareExchange(ref _pending, null, pending);

    internal async Task RecordAsync(HostNetworkPlan plan, CancellationToken cancellationToken)
    {
        var path = RecordOf(plan.Change.Name);
        try
        {
            if (plan.Change.Action == HostNetworkAction.Remove)
            {
                DurableFile.Delete(path);
                return;
            }
            Directory.CreateDirectory(Records);
            await DurableFile.WriteAsync(path, ChangeHostNetworkJob.Input(plan), cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SyscallException)
        {
            throw new MachineryException(ErrorCodes.HostNetwork.ConfigurationFailed, e, ("file", path), ("reason", e.Message));
        }
    }

    private HostNetworkPlan Plan(HostNetworkChange change, int withinSeconds)
    {
        try
        {
            var made = change.Action == HostNetworkAction.Remove ? Made(change.Name) : null;
            var host = HostDeviceList.Read();
            return HostConfigurations.Complete(Root, host, HostNetworkPlanner.Plan(change, withinSeconds, host, made), made);
        }
        catch (SyscallException e)
        {
            throw Refused(change.Name, e);
        }
    }

    private HostNetworkPlan? Made(string device)
    {
        DeviceNameRules.Check(device);
        var path = RecordOf(device);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), HostNetworkJson.Default.HostNetworkPlan) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new MachineryException(ErrorCodes.HostNetwork.ConfigurationFailed, e, ("file", path), ("reason", e.Message));
        }
    }

    private async Task EndOfAsync(PendingChange pending, CancellationToken cancellationToken)
    {
        var record = await (_services.Jobs.WaitAsync(pending.Job) ?? throw new CallerException(ErrorCodes.HostNetwork.NothingPending)).WaitAsync(cancellationToken);
        if (record.Failure is { } failure && failure.Code != ErrorCodes.Job.Cancelled)
        {
            throw new CallerException(failure.Code, [.. failure.Facts]);
        }
    }

    private string RecordOf(string device) => Path.Combine(Records, device + ".json");

    private static PendingChangeView ViewOf(PendingChange pending) => new(
        pending.Job, pending.Plan.Change, pending.Until, pending.Plan.ManagedBy, [.. pending.Plan.Edits.Select(static edit => edit.Path).Distinct(StringComparer.Ordinal)],
        pending.Plan.After.Any(static state => state.IsPresent && state.Addresses.Any(static address => address.IsLent)));

    private static MachineryException Refused(string change, SyscallException e) => new(ErrorCodes.HostNetwork.KernelRefused, e, ("device", change), ("reason", e.Message));
}
