using System.Globalization;
using Pando.Api.Machines;

namespace Pando.Cli.Output;

/// <summary>What confines a machine, on a line.</summary>
internal static class ConfinementWords
{
    public static string Of(Run run, MachineConfinement confinement)
    {
        var texts = run.Texts;
        List<string> parts = ["seccomp"];
        if (confinement.Uid is { } uid)
        {
            parts.Insert(0, texts["confinement.user", ("uid", Numbers.Plain(uid))]);
        }
        if (confinement.Selinux is { } context)
        {
            parts.Add(confinement.SelinuxPermissive ? texts["confinement.permissive", ("context", context)] : $"SELinux {context}");
        }
        if (confinement.AppArmor is { } profile)
        {
            parts.Add($"AppArmor {profile}");
        }
        if (confinement.Landlock is { } version)
        {
            parts.Add($"Landlock {Numbers.Plain(version)}");
        }
        if (confinement.OwnMounts)
        {
            parts.Add(texts["confinement.mounts"]);
        }
        if (confinement.OwnUsers)
        {
            parts.Add(texts["confinement.users"]);
        }
        if (confinement.ControlGroup is { } group)
        {
            parts.Add(texts["confinement.group", ("group", confinement.Scope ?? group)]);
        }
        return string.Join(", ", parts);
    }

    /// <summary>Under virsh's names, as schedinfo, memtune, blkiotune and numatune show them.</summary>
    public static string Limits(MachineResources limits)
    {
        (string Name, object? Value)[] all =
        [
            ("cpu_shares", limits.CpuShares), ("global_period", limits.GlobalPeriod), ("global_quota", limits.GlobalQuota),
            ("vcpu_period", limits.VcpuPeriod), ("vcpu_quota", limits.VcpuQuota), ("emulator_period", limits.EmulatorPeriod),
            ("emulator_quota", limits.EmulatorQuota), ("iothread_period", limits.IoThreadPeriod), ("iothread_quota", limits.IoThreadQuota),
            ("hard_limit", KiB(limits.HardLimitKiB)), ("soft_limit", KiB(limits.SoftLimitKiB)), ("swap_hard_limit", KiB(limits.SwapHardLimitKiB)),
            ("weight", limits.BlockIoWeight), ("device", limits.BlockIoDevices is { } disks ? string.Join('+', disks.Select(static disk => disk.Path)) : null),
            ("numa_nodeset", limits.NumaNodes),
        ];
        return string.Join(", ", all.Where(static one => one.Value is not null).Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Value}")));
    }

    private static string? KiB(long? value) => value is { } kib ? $"{Numbers.Plain(kib)} KiB" : null;

    public static string Lacking(Run run, MachineConfinement confinement) =>
        string.Join("; ", confinement.Lacking.Select(word => run.Texts.Find($"confinement.lacking.{word}") ?? word));
}
