using System.Globalization;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Linux;
using Pando.Linux.Scheduling;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tuning;

/// <summary>
/// Gives the threads of a machine the host's processors and the class of scheduling that its definition says. What is done to a
/// thread ends with it.
/// </summary>
internal static class ThreadPlacement
{
    private sealed record Place(NumberSet? Cpus, ThreadScheduling? Scheduling);

    /// <summary>Whether the definition says anything of it.</summary>
    public static bool IsAsked(DomainDefinition definition) =>
        definition.CpuSet is not null || definition.CpuTuning is not { VcpuPins.IsEmpty: true, IoThreadPins.IsEmpty: true, EmulatorPin: null, VcpuScheduling.IsEmpty: true, IoThreadScheduling.IsEmpty: true, EmulatorScheduling: null };

    /// <summary>Refuses what is pinned to processors that are not there.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-processor</c></exception>
    public static void RefuseMissingProcessors(DomainDefinition definition)
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

    /// <summary>Places every thread of a guest.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="wanted">What is to be in force.</param>
    /// <param name="before">What is in force; null where the threads have been given nothing yet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MachineryException"><c>domain.thread-not-placed</c></exception>
    public static async Task ApplyAsync(RunningGuest guest, DomainDefinition wanted, DomainDefinition? before, CancellationToken cancellationToken)
    {
        var threads = await LimitThreads.ThreadsAsync(guest, cancellationToken);
        var own = HostThreads.Of(threads.Process).Except(threads.Vcpus.Values).Except(threads.IoThreads.Values);
        // QEMU's own first: what they start later begins where they are.
        foreach (var thread in own)
        {
            Put(wanted.Name, thread, "QEMU", OfEmulator(wanted), before is null ? null : OfEmulator(before));
        }
        foreach (var (number, thread) in threads.IoThreads)
        {
            Put(wanted.Name, thread, Text($"iothread{number}"), OfIoThread(wanted, number), before is null ? null : OfIoThread(before, number));
        }
        foreach (var (number, thread) in threads.Vcpus)
        {
            Put(wanted.Name, thread, Text($"vCPU {number}"), OfVcpu(wanted, number), before is null ? null : OfVcpu(before, number));
        }
    }

    /// <summary>The I/O threads alone, of a machine that has got or lost some while it runs.</summary>
    public static async Task PlaceIoThreadsAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        var definition = guest.Live.Definition;
        if (!IsAsked(definition))
        {
            return;
        }
        RefuseMissingProcessors(definition);
        foreach (var (number, thread) in (await LimitThreads.ThreadsAsync(guest, cancellationToken)).IoThreads)
        {
            Put(definition.Name, thread, Text($"iothread{number}"), OfIoThread(definition, number), before: null);
        }
    }

    private static Place OfEmulator(DomainDefinition definition) => new(definition.CpuTuning.EmulatorPin ?? definition.CpuSet, definition.CpuTuning.EmulatorScheduling);

    private static Place OfVcpu(DomainDefinition definition, int number) =>
        new(Pin(definition.CpuTuning.VcpuPins, number) ?? definition.CpuSet, Class(definition.CpuTuning.VcpuScheduling, number));

    private static Place OfIoThread(DomainDefinition definition, int number) =>
        new(Pin(definition.CpuTuning.IoThreadPins, number) ?? definition.CpuSet, Class(definition.CpuTuning.IoThreadScheduling, number));

    private static void Put(string name, int thread, string what, Place place, Place? before)
    {
        try
        {
            // A thread that comes while the machine runs begins where the one is that made it: what is said of that is not said of it.
            if (before is null || place.Cpus != before.Cpus)
            {
                HostThreads.Pin(thread, place.Cpus?.Numbers ?? Usual());
            }
            if (place.Scheduling is { } scheduling && scheduling != before?.Scheduling)
            {
                HostThreads.Schedule(thread, Kernel(scheduling.Policy), scheduling.Priority ?? 0);
            }
        }
        catch (SyscallException e) when (e.Errno == Errno.ESRCH)
        {
            // A worker of QEMU that has ended meanwhile.
        }
        catch (SyscallException e)
        {
            throw new MachineryException(ErrorCodes.Domain.ThreadNotPlaced, e, ("name", name), ("thread", what));
        }
    }

    /// <summary>Where a thread runs of which nothing is said: as with libvirt, everywhere but on isolated processors.</summary>
    private static EquatableArray<int> Usual()
    {
        var (online, isolated) = (NumberSet.TryParse(HostThreads.Online(), int.MaxValue - 1)!, NumberSet.TryParse(HostThreads.Isolated(), int.MaxValue - 1));
        EquatableArray<int> others = [.. online.Numbers.Items.Where(number => isolated?.Contains(number) != true)];
        return others.IsEmpty ? online.Numbers : others;
    }

    private static NumberSet? Pin(EquatableArray<ThreadPin> pins, int number) => pins.Items.FirstOrDefault(pin => pin.Thread == number)?.Cpus;

    private static ThreadScheduling? Class(EquatableArray<NumberedScheduling> all, int number) => all.Items.FirstOrDefault(one => one.Thread == number)?.Scheduling;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static SchedulingClass Kernel(SchedulerPolicy policy) => policy switch
    {
        SchedulerPolicy.Batch => SchedulingClass.Batch,
        SchedulerPolicy.Idle => SchedulingClass.Idle,
        SchedulerPolicy.Fifo => SchedulingClass.Fifo,
        _ => SchedulingClass.RoundRobin,
    };
}
