using System.Globalization;
using System.Text.Json;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Networks.HostNetwork.Configuration;
using Pando.Networks.HostNetwork.Devices;
using Pando.Networks.HostNetwork.Planning;

namespace Pando.Networks.HostNetwork.Confirming;

/// <summary>
/// Changes the host's network: at once, for a while, and for good only when somebody confirms it, which he can if he still reaches the
/// host. The undo of the first step is what takes the change back, whatever the reason: no confirmation, a wish, a failure, a daemon
/// that died.
/// </summary>
internal sealed class ChangeHostNetworkJob(HostNetworking network) : JobKind
{
    public const string KindName = "host-network.change";
    private const string ChangeStep = "change-devices";
    private const string Deadline = "until";

    public override string Name => KindName;

    // Half a change is taken back. A whole one goes on waiting, and one that was confirmed is written to its end.
    public override JobRecovery RecoveryAfter(IReadOnlyList<string> begun) => begun is [] or [ChangeStep] ? JobRecovery.Undo : JobRecovery.Resume;

    public static byte[] Input(HostNetworkPlan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, HostNetworkJson.Default.HostNetworkPlan);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => Plan(JsonSerializer.Deserialize(input.Span, HostNetworkJson.Default.HostNetworkPlan)!, waits: null);

    /// <param name="plan">What is to be done.</param>
    /// <param name="waits">Is told when the change is in force and waits.</param>
    public IReadOnlyList<JobStep> Plan(HostNetworkPlan plan, Action<PendingChange>? waits) =>
        [new ChangeDevices(plan), new AwaitConfirmation(network, plan, waits), new WriteConfiguration(plan), new RecordChange(network, plan)];

    private sealed class ChangeDevices(HostNetworkPlan plan) : JobStep
    {
        public override string Name => ChangeStep;

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            DeviceChanger.Reach(plan.Change.Name, plan.After);
            return ValueTask.CompletedTask;
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            // A host that was started anew has what is configured, and that was not changed.
            if (plan.BootId == ProcessIdentity.CurrentBootId)
            {
                DeviceChanger.Return(plan.Change.Name, plan.Before);
            }
            return ValueTask.CompletedTask;
        }
    }

    private sealed class AwaitConfirmation(HostNetworking network, HostNetworkPlan plan, Action<PendingChange>? waits) : JobStep
    {
        public override string Name => "await-confirmation";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var within = TimeSpan.FromSeconds(plan.WithinSeconds);
            if (!job.Notes.TryGetValue(Deadline, out var noted))
            {
                noted = (network.Time.GetUtcNow() + within).ToString("O", CultureInfo.InvariantCulture);
                await job.NoteAsync(Deadline, noted, cancellationToken);
            }
            if (plan.BootId != ProcessIdentity.CurrentBootId)
            {
                throw new CallerException(ErrorCodes.HostNetwork.HostRestarted, ("device", plan.Change.Name));
            }
            var pending = new PendingChange(job.Id, plan, DateTimeOffset.Parse(noted, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
            // A clock that was set back meanwhile does not give more time than was asked for.
            var left = Least(pending.Until - network.Time.GetUtcNow(), within);
            network.Waits(pending);
            try
            {
                using var timer = network.Time.CreateTimer(static state => ((PendingChange)state!).TimeIsOver(), pending, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                waits?.Invoke(pending);
                if (!await pending.Decision.WaitAsync(cancellationToken))
                {
                    throw new CallerException(
                        ErrorCodes.HostNetwork.NotConfirmed, ("device", plan.Change.Name), ("seconds", plan.WithinSeconds.ToString(CultureInfo.InvariantCulture)));
                }
            }
            finally
            {
                network.WaitsNoMore(pending);
            }
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    private sealed class WriteConfiguration(HostNetworkPlan plan) : JobStep
    {
        public override string Name => "write-configuration";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) => await ConfigurationFiles.WriteAsync(plan.Edits, cancellationToken);

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await ConfigurationFiles.TakeBackAsync(plan.Edits, cancellationToken);
    }

    private sealed class RecordChange(HostNetworking network, HostNetworkPlan plan) : JobStep
    {
        public override string Name => "record-change";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) => await network.RecordAsync(plan, cancellationToken);

        // It is the last step: what it failed to write is not there.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
