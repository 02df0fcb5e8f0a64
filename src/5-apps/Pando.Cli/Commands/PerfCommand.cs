using System.Xml;
using System.Xml.Linq;
using Pando.Api.Machines;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary><c>pando perf</c>: what the host counts of a machine.</summary>
internal static class PerfCommand
{
    // As virsh lists them.
    private static readonly string[] Events =
    [
        "cmt", "mbmt", "mbml", "cpu_cycles", "instructions", "cache_references", "cache_misses", "branch_instructions", "branch_misses", "bus_cycles",
        "stalled_cycles_frontend", "stalled_cycles_backend", "ref_cpu_cycles", "cpu_clock", "task_clock", "page_faults", "context_switches", "cpu_migrations",
        "page_faults_min", "page_faults_maj", "alignment_faults", "emulation_faults",
    ];

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var enable = new Setting("--enable", "EVENTS");
        var disable = new Setting("--disable", "EVENTS");
        var scope = new ScopeOptions();
        return new CliCommand(name, "perf", run => run.Value(enable) is null && run.Value(disable) is null ? TellAsync(run) : SetAsync(run), [machine, enable, disable, .. scope.All])
        {
            Examples = ["pando perf web1", "pando perf web1 --enable page_faults,context_switches --live --config"],
        };

        async Task<int> TellAsync(Run run)
        {
            var (xml, _) = await run.Client.GetXmlAsync(run.Value(machine), scope.ReadsDefinition(run));
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var counted = (XElement.Load(reader).Element("perf")?.Elements("event") ?? [])
                .Where(one => one.Attribute("enabled")?.Value == "yes").Select(one => one.Attribute("name")?.Value).ToHashSet(StringComparer.Ordinal);
            var states = Events.ToDictionary(one => one, one => counted.Contains(one) ? "enabled" : "disabled", StringComparer.Ordinal);
            run.Show<IReadOnlyDictionary<string, string>>(states, writer =>
            {
                foreach (var (one, state) in states)
                {
                    writer.WriteLine($"{one,-15}: {state}");
                }
            });
            return ExitCode.Done;
        }

        async Task<int> SetAsync(Run run)
        {
            var wish = new PerfEventsRequest { Enable = Words(run.Value(enable)), Disable = Words(run.Value(disable)) };
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetPerfEventsAsync(run.Value(machine), wish, at, cancel));
            run.Say(changed, "machine.perf-set", ("name", changed.Name));
            return ExitCode.Done;
        }
    }

    private static IReadOnlyList<string>? Words(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
