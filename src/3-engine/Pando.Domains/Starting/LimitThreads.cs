using System.Globalization;
using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>Limits the processor time of the guest's threads, where the definition says something of them, before its first instruction.</summary>
internal sealed class LimitThreads(DomainServices services, StartRun? run) : JobStep
{
    private const string IoThreadPrefix = "iothread";

    public override string Name => "limit-threads";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var guest = run!.Guest!;
        if (guest.Live.Confinement is not { } confinement || !SpeaksOfThreads(guest.Live.Definition))
        {
            return;
        }
        services.Resources.ApplyThreads(guest.Live.Definition, confinement, await ThreadsAsync(guest, cancellationToken));
    }

    // What was done to the threads ends with them.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The threads of a running machine, as QEMU tells them.</summary>
    public static async Task<GuestThreads> ThreadsAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        try
        {
            var vcpus = await guest.ExecuteAsync(new QueryCpusFast(), null, cancellationToken);
            var iothreads = await guest.ExecuteAsync(new QueryIothreads(), null, cancellationToken);
            return new GuestThreads(
                guest.Live.Process.Pid,
                vcpus.ToDictionary(static vcpu => vcpu.CpuIndex, static vcpu => vcpu.ThreadId),
                iothreads.Where(static thread => thread.Id.StartsWith(IoThreadPrefix, StringComparison.Ordinal))
                    .ToDictionary(static thread => int.Parse(thread.Id.AsSpan(IoThreadPrefix.Length), CultureInfo.InvariantCulture), static thread => thread.ThreadId));
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, guest.Live.Definition.Name);
        }
    }

    /// <summary>Whether a definition limits any of them.</summary>
    internal static bool SpeaksOfThreads(DomainDefinition machine)
    {
        var none = new CpuBandwidth();
        return !machine.CpuTuning.Caches.IsEmpty || !machine.CpuTuning.MemoryBandwidths.IsEmpty
            || machine.CpuTuning.Vcpus != none || machine.CpuTuning.Emulator != none || machine.CpuTuning.IoThreads != none;
    }
}
