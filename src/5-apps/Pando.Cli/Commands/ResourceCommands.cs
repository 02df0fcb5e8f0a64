using System.Globalization;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>What a machine gets of the host: virsh's schedinfo, memtune, blkiotune, numatune. Without a change they show it.</summary>
internal static class ResourceCommands
{
    private const long KiB = 1024;

    public static CliCommand SchedInfo(string name)
    {
        var machine = Operand.Machine();
        var set = new Settings("--set", "NAME=VALUE");
        var scope = new ScopeOptions();
        return new CliCommand(name, "schedinfo", run => DoAsync(run, machine, scope, Wish, Write), [machine, set, .. scope.All])
        {
            Examples = ["pando schedinfo web1", "pando schedinfo web1 --set cpu_shares=2048 --set vcpu_quota=50000 --live --config"],
        };

        MachineResources Wish(Run run) => run.Values(set).Aggregate(new MachineResources(), (wish, pair) => With(wish, pair));

        static MachineResources With(MachineResources wish, string pair)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var value = Number("--set", at < 0 ? pair : pair[(at + 1)..]);
            return (at < 0 ? pair : pair[..at]) switch
            {
                "cpu_shares" => wish with { CpuShares = value },
                "vcpu_period" => wish with { VcpuPeriod = value },
                "vcpu_quota" => wish with { VcpuQuota = value },
                "global_period" => wish with { GlobalPeriod = value },
                "global_quota" => wish with { GlobalQuota = value },
                "emulator_period" => wish with { EmulatorPeriod = value },
                "emulator_quota" => wish with { EmulatorQuota = value },
                "iothread_period" => wish with { IoThreadPeriod = value },
                "iothread_quota" => wish with { IoThreadQuota = value },
                _ => throw CliException.Usage("bad-number", ("option", "--set"), ("value", pair)),
            };
        }

        static FactSheet Write(MachineResources shown) => new FactSheet()
            .Add("cpu_shares", Plain(shown.CpuShares)).Add("vcpu_period", Plain(shown.VcpuPeriod)).Add("vcpu_quota", Plain(shown.VcpuQuota))
            .Add("global_period", Plain(shown.GlobalPeriod)).Add("global_quota", Plain(shown.GlobalQuota))
            .Add("emulator_period", Plain(shown.EmulatorPeriod)).Add("emulator_quota", Plain(shown.EmulatorQuota))
            .Add("iothread_period", Plain(shown.IoThreadPeriod)).Add("iothread_quota", Plain(shown.IoThreadQuota));
    }

    public static CliCommand MemTune(string name)
    {
        var machine = Operand.Machine();
        var hard = new Setting("--hard-limit", "SIZE");
        var soft = new Setting("--soft-limit", "SIZE");
        var swap = new Setting("--swap-hard-limit", "SIZE");
        var scope = new ScopeOptions();
        return new CliCommand(name, "memtune", run => DoAsync(run, machine, scope, Wish, Write), [machine, hard, soft, swap, .. scope.All])
        {
            Examples = ["pando memtune web1", "pando memtune web1 --hard-limit 4G --live --config", "pando memtune web1 --hard-limit -1"],
        };

        MachineResources Wish(Run run) => new()
        {
            HardLimitKiB = Limit("--hard-limit", run.Value(hard)),
            SoftLimitKiB = Limit("--soft-limit", run.Value(soft)),
            SwapHardLimitKiB = Limit("--swap-hard-limit", run.Value(swap)),
        };

        // A bare number counts KiB, as virsh has it.
        static long? Limit(string option, string? text) => text is null ? null : text == "-1" ? -1 : SizeText.Bytes(option, text, KiB) / KiB;

        static FactSheet Write(MachineResources shown) => new FactSheet()
            .Add("hard_limit", Plain(shown.HardLimitKiB) ?? "unlimited").Add("soft_limit", Plain(shown.SoftLimitKiB) ?? "unlimited")
            .Add("swap_hard_limit", Plain(shown.SwapHardLimitKiB) ?? "unlimited");
    }

    public static CliCommand BlkioTune(string name)
    {
        var machine = Operand.Machine();
        var weight = new Setting("--weight", "WEIGHT");
        Setting[] devices =
        [
            new("--device-weights", "DISK,WEIGHT,…"), new("--device-read-iops-sec", "DISK,COUNT,…"), new("--device-write-iops-sec", "DISK,COUNT,…"),
            new("--device-read-bytes-sec", "DISK,BYTES,…"), new("--device-write-bytes-sec", "DISK,BYTES,…"),
        ];
        var scope = new ScopeOptions();
        return new CliCommand(name, "blkiotune", run => DoAsync(run, machine, scope, Wish, Write), [machine, weight, .. devices, .. scope.All])
        {
            Examples = ["pando blkiotune web1", "pando blkiotune web1 --weight 500 --device-read-bytes-sec /dev/sda,10485760 --live"],
        };

        MachineResources Wish(Run run)
        {
            var shares = new Dictionary<string, MachineDiskShare>(StringComparer.Ordinal);
            for (var i = 0; i < devices.Length; i++)
            {
                foreach (var (path, value) in Pairs(devices[i].Name, run.Value(devices[i])))
                {
                    shares[path] = With(shares.GetValueOrDefault(path) ?? new MachineDiskShare { Path = path }, i, value);
                }
            }
            return new MachineResources
            {
                BlockIoWeight = run.Value(weight) is { } text ? (int)Math.Clamp(Number("--weight", text), int.MinValue, int.MaxValue) : null,
                BlockIoDevices = shares.Count == 0 ? null : [.. shares.Values],
            };
        }

        static MachineDiskShare With(MachineDiskShare share, int option, long value) => option switch
        {
            0 => share with { Weight = (int)Math.Clamp(value, int.MinValue, int.MaxValue) },
            1 => share with { ReadsPerSecond = value },
            2 => share with { WritesPerSecond = value },
            3 => share with { ReadBytesPerSecond = value },
            _ => share with { WriteBytesPerSecond = value },
        };

        static FactSheet Write(MachineResources shown)
        {
            var devices = shown.BlockIoDevices ?? [];
            return new FactSheet()
                .Add("weight", Plain(shown.BlockIoWeight))
                .Add("device_weight", List(devices, static share => share.Weight))
                .Add("device_read_iops_sec", List(devices, static share => share.ReadsPerSecond))
                .Add("device_write_iops_sec", List(devices, static share => share.WritesPerSecond))
                .Add("device_read_bytes_sec", List(devices, static share => share.ReadBytesPerSecond))
                .Add("device_write_bytes_sec", List(devices, static share => share.WriteBytesPerSecond));
        }

        static string? List(IReadOnlyList<MachineDiskShare> devices, Func<MachineDiskShare, long?> value)
        {
            var list = string.Join(',', devices.Where(share => value(share) is not null).Select(share => $"{share.Path},{Plain(value(share))}"));
            return list.Length == 0 ? null : list;
        }
    }

    public static CliCommand NumaTune(string name)
    {
        var machine = Operand.Machine();
        var mode = new Setting("--mode", "MODE") { Choices = ["strict", "preferred", "interleave", "restrictive"] };
        var nodes = new Setting("--nodeset", "NODES");
        var scope = new ScopeOptions();
        return new CliCommand(name, "numatune", run => DoAsync(run, machine, scope, Wish, Write), [machine, mode, nodes, .. scope.All])
        {
            Examples = ["pando numatune web1", "pando numatune web1 --nodeset 0-1 --config"],
        };

        MachineResources Wish(Run run) => new() { NumaMode = run.Value(mode), NumaNodes = run.Value(nodes) };

        static FactSheet Write(MachineResources shown) => new FactSheet().Add("numa_mode", shown.NumaMode).Add("numa_nodeset", shown.NumaNodes);
    }

    private static async Task<int> DoAsync(Run run, Operand machine, ScopeOptions scope, Func<Run, MachineResources> wished, Func<MachineResources, FactSheet> sheet)
    {
        var wish = wished(run);
        var at = await scope.OfAsync(run, run.Value(machine));
        if (wish == new MachineResources())
        {
            var shown = await run.Client.GetResourcesAsync(run.Value(machine), at);
            run.Show(shown, writer => sheet(shown).WriteTo(writer));
            return ExitCode.Done;
        }
        var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetResourcesAsync(run.Value(machine), wish, at, cancel));
        run.Say(changed, "machine.resources-set", ("name", changed.Name));
        return ExitCode.Done;
    }

    private static IEnumerable<(string Path, long Value)> Pairs(string option, string? text)
    {
        var parts = text?.Split(',') ?? [];
        for (var i = 0; i < parts.Length; i += 2)
        {
            yield return i + 1 < parts.Length
                ? (parts[i], Number(option, parts[i + 1]))
                : throw CliException.Usage("bad-number", ("option", option), ("value", text!));
        }
    }

    private static string? Plain(long? number) => number is { } value ? Numbers.Plain(value) : null;

    private static long Number(string option, string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw CliException.Usage("bad-number", ("option", option), ("value", text));
}
