using Pando.Api.Machines;
using Pando.Domains.Statistics;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Rest.Mapping;

/// <summary>A machine's threads in the contract's words.</summary>
internal static class ThreadMapping
{
    /// <summary>As they run.</summary>
    public static MachineThreads Of(ThreadReport report) => new()
    {
        Vcpus = [.. report.Vcpus.Select(Of)],
        IoThreads = [.. report.IoThreads.Select(Of)],
        EmulatorCpus = report.Emulator?.ToString(),
    };

    /// <summary>As they are to run.</summary>
    public static MachineThreads Of(DomainDefinition machine) => new()
    {
        Vcpus = [.. Enumerable.Range(0, machine.Vcpus).Select(number => Asked(machine, machine.CpuTuning.VcpuPins, number))],
        IoThreads = [.. machine.IoThreads.Items.Select(thread => Asked(machine, machine.CpuTuning.IoThreadPins, thread.Id))],
        EmulatorCpus = (machine.CpuTuning.EmulatorPin ?? machine.CpuSet)?.ToString(),
    };

    private static MachineThread Of(ThreadFacts thread) => new()
    {
        Number = thread.Number,
        Cpus = thread.Allowed?.ToString(),
        Cpu = thread.Processor,
        TimeNanoseconds = thread.TimeNanoseconds,
    };

    private static MachineThread Asked(DomainDefinition machine, EquatableArray<ThreadPin> pins, int number) => new()
    {
        Number = number,
        Cpus = (pins.Items.FirstOrDefault(pin => pin.Thread == number)?.Cpus ?? machine.CpuSet)?.ToString(),
    };
}
