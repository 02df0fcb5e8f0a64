using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Pando.Api.Host;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>nodecpustats</c>, <c>nodememstats</c>, <c>nodecpumap</c>, <c>freecell</c> and <c>maxvcpus</c>, with its words.</summary>
internal static class HostUsageCommands
{
    // As long as virsh looks.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static CliCommand Processors(string name)
    {
        var number = new Setting("--cpu", "NUMBER");
        var percent = new Flag("--percent");
        return new CliCommand(name, "nodecpustats", ShowAsync, number, percent) { Examples = ["pando nodecpustats", "pando nodecpustats --cpu 0 --percent"] };

        async Task<int> ShowAsync(Run run)
        {
            var cpu = Number(number.Name, run.Value(number));
            var times = Times(await run.Client.GetHostUsageAsync(run.Interrupts.Token), number.Name, cpu);
            if (!run.Has(percent))
            {
                run.Show(times, writer =>
                {
                    foreach (var (word, nanoseconds) in Words(times))
                    {
                        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word + ":",-15} {nanoseconds,20}"));
                    }
                });
                return ExitCode.Done;
            }
            await Task.Delay(Look, run.Around.Time, run.Interrupts.Token);
            var later = Times(await run.Client.GetHostUsageAsync(run.Interrupts.Token), number.Name, cpu);
            var spent = new ProcessorTimes { User = later.User - times.User, System = later.System - times.System, Idle = later.Idle - times.Idle, IoWait = later.IoWait - times.IoWait };
            run.Show(spent, writer =>
            {
                var all = Math.Max(1, spent.User + spent.System + spent.Idle + spent.IoWait);
                foreach (var (word, nanoseconds) in Words(spent).Prepend(("usage", spent.User + spent.System)))
                {
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word + ":",-15} {100.0 * nanoseconds / all,5:0.0}%"));
                }
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Memory(string name)
    {
        var node = new Setting("--cell", "NODE");
        return new CliCommand(name, "nodememstats", ShowAsync, node) { Examples = ["pando nodememstats", "pando nodememstats --cell 0"] };

        async Task<int> ShowAsync(Run run)
        {
            var usage = await run.Client.GetHostUsageAsync(run.Interrupts.Token);
            if (Number(node.Name, run.Value(node)) is { } cell)
            {
                var one = Node(usage, node.Name, cell);
                run.Show(one, writer => Write(writer, ("total", one.TotalKiB), ("free", one.FreeKiB)));
                return ExitCode.Done;
            }
            var all = usage.Memory;
            run.Show(all, writer => Write(writer, ("total", all.TotalKiB), ("free", all.FreeKiB), ("buffers", all.BuffersKiB), ("cached", all.CachedKiB)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Map(string name)
    {
        var pretty = new Flag("--pretty");
        return new CliCommand(name, "nodecpumap", ShowAsync, pretty) { Examples = ["pando nodecpumap", "pando nodecpumap --pretty"] };

        async Task<int> ShowAsync(Run run)
        {
            var usage = await run.Client.GetHostUsageAsync(run.Interrupts.Token);
            var online = usage.Processors.Where(static one => one.Online).Select(static one => one.Number).ToHashSet();
            run.Show(usage.Processors, writer => new FactSheet()
                .Add(run.Texts["host.cpus-present"], Numbers.Plain(usage.Processors.Count))
                .Add(run.Texts["host.cpus-online"], Numbers.Plain(online.Count))
                .Add(run.Texts["host.cpu-map"], run.Has(pretty)
                    ? Ranges(online)
                    : string.Concat(Enumerable.Range(0, usage.Processors.Select(static one => one.Number + 1).DefaultIfEmpty().Max()).Select(number => online.Contains(number) ? 'y' : '-')))
                .WriteTo(writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Free(string name)
    {
        var node = new Setting("--cellno", "NODE");
        var each = new Flag("--all");
        return new CliCommand(name, "freecell", ShowAsync, node, each) { Examples = ["pando freecell", "pando freecell --all"] };

        async Task<int> ShowAsync(Run run)
        {
            var usage = await run.Client.GetHostUsageAsync(run.Interrupts.Token);
            IReadOnlyList<NodeMemory> nodes = Number(node.Name, run.Value(node)) is { } cell ? [Node(usage, node.Name, cell)] : usage.Nodes;
            run.Show(nodes, writer =>
            {
                if (run.Has(each) || run.Value(node) is not null)
                {
                    foreach (var one in nodes)
                    {
                        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Number,5}: {one.FreeKiB,10} KiB"));
                    }
                }
                if (run.Value(node) is null)
                {
                    // virsh asks the kernel for the whole, which counts a little differently than its nodes.
                    writer.WriteLine($"{run.Texts["host.total"]}: {Numbers.Plain(run.Has(each) ? nodes.Sum(static one => one.FreeKiB) : usage.Memory.FreeKiB)} KiB");
                }
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand MostVcpus(string name)
    {
        var type = new Setting("--type", "TYPE") { Choices = ["kvm", "qemu"] };
        return new CliCommand(name, "maxvcpus", ShowAsync, type) { Examples = ["pando maxvcpus", "pando maxvcpus --type qemu"] };

        async Task<int> ShowAsync(Run run)
        {
            using var text = new StringReader(await run.Client.GetDomainCapabilitiesAsync(run.Value(type), cancellationToken: run.Interrupts.Token));
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var capabilities = XDocument.Load(reader);
            run.Out.WriteLine(Printable.Of(capabilities.Root?.Element("vcpu")?.Attribute("max")?.Value ?? ""));
            return ExitCode.Done;
        }
    }

    private static (string Word, long Nanoseconds)[] Words(ProcessorTimes times) =>
        [("user", times.User), ("system", times.System), ("idle", times.Idle), ("iowait", times.IoWait)];

    private static void Write(TextWriter writer, params (string Word, long KiB)[] rows)
    {
        foreach (var (word, size) in rows)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word,-7}: {size,20} KiB"));
        }
    }

    private static ProcessorTimes Times(HostUsage usage, string option, int? number) =>
        (number is { } one ? usage.Processors.FirstOrDefault(cpu => cpu.Number == one)?.Times : usage.Total) ?? throw Unknown(option, number);

    private static NodeMemory Node(HostUsage usage, string option, int number) => usage.Nodes.FirstOrDefault(node => node.Number == number) ?? throw Unknown(option, number);

    private static CliException Unknown(string option, int? number) =>
        CliException.Usage("bad-number", ("option", option), ("value", number is { } one ? Numbers.Plain(one) : "-"));

    private static int? Number(string option, string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw CliException.Usage("bad-number", ("option", option), ("value", text)),
    };

    /// <summary><c>0-2,4</c>.</summary>
    private static string Ranges(IEnumerable<int> numbers)
    {
        List<(int First, int Last)> ranges = [];
        foreach (var number in numbers.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
            {
                ranges[^1] = (ranges[^1].First, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }
        return string.Join(',', ranges.Select(static range => range.First == range.Last ? Numbers.Plain(range.First) : $"{Numbers.Plain(range.First)}-{Numbers.Plain(range.Last)}"));
    }
}
