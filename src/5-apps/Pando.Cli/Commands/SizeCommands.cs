using System.Globalization;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>Memory and virtual CPUs: setmem, setmaxmem, setvcpus, setvcpu, vcpucount.</summary>
internal static class SizeCommands
{
    private const long KiB = 1024;

    public static CliCommand SetMemory(string name) => Memory(name, "setmem", maximum: false);

    public static CliCommand SetMaximumMemory(string name) => Memory(name, "setmaxmem", maximum: true);

    public static CliCommand SetVcpus(string name)
    {
        var machine = Operand.Machine();
        var count = new Operand("COUNT", WordKind.Text);
        var maximum = new Flag("--maximum");
        var scope = new ScopeOptions();
        return new CliCommand(name, "setvcpus", SetAsync, [machine, count, maximum, .. scope.All])
        {
            Examples = ["pando setvcpus web1 4 --live --config", "pando setvcpus web1 8 --maximum --config"],
        };

        async Task<int> SetAsync(Run run)
        {
            if (!int.TryParse(run.Value(count), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                throw CliException.Usage("bad-count", ("value", run.Value(count)));
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var wish = new VcpusRequest { Count = number, Maximum = run.Has(maximum) };
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetVcpusAsync(run.Value(machine), wish, at, cancel));
            run.Say(changed, "machine.vcpus-set", ("name", changed.Name), ("count", Numbers.Plain(number)));
            return ExitCode.Done;
        }
    }

    public static CliCommand SwitchVcpus(string name)
    {
        var machine = Operand.Machine();
        var list = new Operand("VCPULIST", WordKind.Text);
        var (enable, disable) = (new Flag("--enable"), new Flag("--disable"));
        var scope = new ScopeOptions();
        return new CliCommand(name, "setvcpu", SwitchAsync, [machine, list, enable, disable, .. scope.All])
        {
            Examples = ["pando setvcpu web1 3 --enable --live", "pando setvcpu web1 2-3 --disable --config"],
        };

        async Task<int> SwitchAsync(Run run)
        {
            if (run.Has(enable) == run.Has(disable))
            {
                throw run.Has(enable)
                    ? CliException.Usage("two-sources", ("first", "--enable"), ("second", "--disable"))
                    : CliException.Usage("nothing-to-set", ("first", "--enable"), ("second", "--disable"));
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var wish = new VcpuSwitchRequest { Vcpus = run.Value(list), Enabled = run.Has(enable) };
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SwitchVcpusAsync(run.Value(machine), wish, at, cancel));
            run.Say(changed, run.Has(enable) ? "machine.vcpu-enabled" : "machine.vcpu-disabled", ("name", changed.Name), ("vcpus", wish.Vcpus));
            return ExitCode.Done;
        }
    }

    public static CliCommand CountVcpus(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "vcpucount", CountAsync, machine) { Examples = ["pando vcpucount web1"] };

        async Task<int> CountAsync(Run run)
        {
            var found = await run.Client.GetMachineAsync(run.Value(machine));
            run.Show(found, writer =>
            {
                var table = new Table(run.Texts["machine.vcpus"], "");
                table.Add(run.Texts["machine.vcpus-current"], Numbers.Plain(found.CurrentVcpus ?? found.Vcpus));
                table.Add(run.Texts["machine.vcpus-maximum"], Numbers.Plain(found.Vcpus));
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand Memory(string name, string key, bool maximum)
    {
        var machine = Operand.Machine();
        var size = new Operand("SIZE", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, key, SetAsync, [machine, size, .. scope.All]) { Examples = [$"pando {key} web1 2G --config", $"pando {key} web1 2097152"] };

        async Task<int> SetAsync(Run run)
        {
            // A bare number counts KiB, as virsh has it.
            var kib = SizeText.Bytes("SIZE", run.Value(size), KiB) / KiB;
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(
                run, (pandod, cancel) => pandod.SetMemoryAsync(run.Value(machine), new MemoryRequest { MemoryKiB = kib, Maximum = maximum }, at, cancel));
            run.Say(changed, maximum ? "machine.maximum-memory-set" : "machine.memory-set", ("name", changed.Name), ("size", Numbers.Bytes(run.Texts, kib * KiB)));
            return ExitCode.Done;
        }
    }
}
