using System.Globalization;
using Pando.Domains.Guests;
using Pando.Linux;
using Pando.Linux.Scheduling;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>
/// Gives the machine's threads the host's processors and the class of scheduling that its definition says, before the guest's
/// first instruction. The threads end with the process: there is nothing to undo.
/// </summary>
internal sealed class PlaceThreads(DomainServices services, StartRun? run) : JobStep
{
    public override string Name => "place-threads";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var definition = run!.Definition;
        if (!Says(definition))
        {
            return;
        }
        RefuseMissingProcessors(definition);
        foreach (var thread in await ThreadsAsync(run.Guest!, cancellationToken))
        {
            Place(definition.Name, thread);
        }
    }

    /// <summary>The I/O threads alone, of a machine that has got or lost some while it runs.</summary>
    public async Task PlaceIoThreadsAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        var definition = guest.Live.Definition;
        if (Says(definition))
        {
            RefuseMissingProcessors(definition);
            foreach (var thread in await WorkersAsync(guest, definition, cancellationToken))
            {
                Place(definition.Name, thread);
            }
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private sealed record PlacedThread(int Id, string What, NumberSet? Cpus, ThreadScheduling? Scheduling);

    private static bool Says(DomainDefinition definition) =>
        definition.CpuSet is not null || definition.CpuTuning is not { VcpuPins.IsEmpty: true, IoThreadPins.IsEmpty: true, EmulatorPin: null, VcpuScheduling.IsEmpty: true, IoThreadScheduling.IsEmpty: true, EmulatorScheduling: null };

    private static void RefuseMissingProcessors(DomainDefinition definition)
    {
        var tuning = definition.CpuTuning;
        var online = HostThreads.Online();
        var there = NumberSet.TryParse(online, int.MaxValue - 1);
        var asked = tuning.VcpuPins.Items.Concat(tuning.IoThreadPins.Items).Select(pin => pin.Cpus)
            .Concat([tuning.EmulatorPin, definition.CpuSet]).OfType<NumberSet>();
        if (there is not null && asked.FirstOrDefault(cpus => !cpus.Numbers.Items.All(there.Contains)) is { } missing)
        {
            throw new CallerException(
                ErrorCodes.Domain.NoSuchProcessor, ("name", definition.Name), ("asked", missing.ToString()), ("online", online));
        }
    }

    private async Task<IReadOnlyList<PlacedThread>> ThreadsAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        var definition = run!.Definition;
        var tuning = definition.CpuTuning;
        try
        {
            var vcpus = (await guest.ExecuteAsync(new QueryCpusFast(), services.Qemu.CommandLimit, cancellationToken)).Select(cpu => new PlacedThread(
                cpu.ThreadId, string.Create(CultureInfo.InvariantCulture, $"vCPU {cpu.CpuIndex}"), Pin(tuning.VcpuPins, cpu.CpuIndex) ?? definition.CpuSet, Class(tuning.VcpuScheduling, cpu.CpuIndex))).ToList();
            var workers = await WorkersAsync(guest, definition, cancellationToken);
            var known = vcpus.Concat(workers).Select(thread => thread.Id).ToHashSet();
            var others = HostThreads.Of(guest.Process.Pid).Where(thread => !known.Contains(thread))
                .Select(thread => new PlacedThread(thread, "QEMU", tuning.EmulatorPin ?? definition.CpuSet, tuning.EmulatorScheduling));
            return [.. others, .. workers, .. vcpus];
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, definition.Name);
        }
    }

    private async Task<IReadOnlyList<PlacedThread>> WorkersAsync(RunningGuest guest, DomainDefinition definition, CancellationToken cancellationToken) =>
    [
        .. (await guest.ExecuteAsync(new QueryIothreads(), services.Qemu.CommandLimit, cancellationToken))
            .Select(thread => (thread, Number: Number(thread.Id)))
            .Select(worker => new PlacedThread(
                worker.thread.ThreadId, worker.thread.Id,
                Pin(definition.CpuTuning.IoThreadPins, worker.Number) ?? definition.CpuSet, Class(definition.CpuTuning.IoThreadScheduling, worker.Number))),
    ];

    private static NumberSet? Pin(EquatableArray<ThreadPin> pins, int number) => pins.Items.FirstOrDefault(pin => pin.Thread == number)?.Cpus;

    private static ThreadScheduling? Class(EquatableArray<NumberedScheduling> all, int number) => all.Items.FirstOrDefault(one => one.Thread == number)?.Scheduling;

    private static int Number(string id) => int.TryParse(id.AsSpan(id.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void Place(string name, PlacedThread thread)
    {
        try
        {
            if (thread.Cpus is { } cpus)
            {
                HostThreads.Pin(thread.Id, cpus.Numbers);
            }
            if (thread.Scheduling is { } scheduling)
            {
                HostThreads.Schedule(thread.Id, Kernel(scheduling.Policy), scheduling.Priority ?? 0);
            }
        }
        catch (SyscallException e) when (e.Errno == Errno.ESRCH)
        {
            // A worker of QEMU that has ended meanwhile.
        }
        catch (SyscallException e)
        {
            throw new MachineryException(ErrorCodes.Domain.ThreadNotPlaced, e, ("name", name), ("thread", thread.What));
        }
    }

    private static SchedulingClass Kernel(SchedulerPolicy policy) => policy switch
    {
        SchedulerPolicy.Batch => SchedulingClass.Batch,
        SchedulerPolicy.Idle => SchedulingClass.Idle,
        SchedulerPolicy.Fifo => SchedulingClass.Fifo,
        _ => SchedulingClass.RoundRobin,
    };
}
