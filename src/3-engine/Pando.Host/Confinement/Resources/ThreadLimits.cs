using System.Globalization;
using Pando.Host.Confinement.ControlGroups;
using Pando.Linux.Scheduling;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Confinement.Resources;

/// <summary>Limits the processor time of the single threads of a machine, each kind in a group of its own.</summary>
internal sealed class ThreadLimits(DomainDefinition machine, GuestThreads threads)
{
    private readonly CpuTuning _tuning = machine.CpuTuning;

    public void Apply(ControlGroup? group)
    {
        if (group is null || !ResourceSettings.HasThreadGroups(machine))
        {
            return;
        }

        // Only controllers that know threads: those of memory and disks stay with the machine as a whole.
        group.HandDown(["cpu"]);

        foreach ((int number, int thread) in threads.Vcpus)
        {
            Join(group, string.Create(CultureInfo.InvariantCulture, $"vcpu{number}"), _tuning.Vcpus, thread);
        }

        foreach ((int number, int thread) in threads.IoThreads)
        {
            Join(group, string.Create(CultureInfo.InvariantCulture, $"iothread{number}"), _tuning.IoThreads, thread);
        }

        foreach (int thread in HostThreads.Of(threads.Process).Except(threads.Vcpus.Values).Except(threads.IoThreads.Values))
        {
            Join(group, "emulator", _tuning.Emulator, thread);
        }
    }

    private void Join(ControlGroup group, string name, CpuBandwidth bandwidth, int thread)
    {
        ControlGroup own = group.Child(name);
        string? refused = null;
        if (!own.Exists)
        {
            own.Make();
            refused = own.TryWrite("cgroup.type", "threaded");
        }

        refused ??= own.TryWrite("cpu.max", ProcessorSettings.Bandwidth(bandwidth) ?? "max 100000");
        if (refused is not null)
        {
            throw new CallerException(
                ErrorCodes.Confinement.ValueRefused,
                ("name", machine.Name), ("what", $"cputune ({name})"), ("value", ProcessorSettings.Bandwidth(bandwidth) ?? "max"), ("reason", refused.TrimEnd('.')));
        }

        // A worker may have ended meanwhile.
        _ = own.TryTakeThread(thread);
    }
}
