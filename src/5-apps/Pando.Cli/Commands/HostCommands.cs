using Pando.Api.Host;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando check</c>, <c>pando nodeinfo</c>, <c>pando host</c>.</summary>
internal static class HostCommands
{
    public static CliCommand Group(string name) => new(name, "host", body: null, Info(), Check("check"), HostNetworkCommands.Group("network"));

    public static CliCommand Check(string name)
    {
        var brief = new Flag("--brief");
        return new CliCommand(name, "check", run => CheckAsync(run, run.Has(brief)), brief) { Examples = ["pando check", "pando check --brief", "pando check --json"] };
    }

    public static CliCommand NodeInfo(string name) => new(name, "nodeinfo", NodeInfoAsync) { Examples = ["pando nodeinfo"] };

    public static CliCommand HostName(string name) => new(name, "hostname", HostNameAsync) { Examples = ["pando hostname"] };

    public static CliCommand Address(string name) => new(name, "uri", AddressAsync) { Examples = ["pando uri"] };

    private static async Task<int> HostNameAsync(Run run)
    {
        var host = await run.Client.GetHostAsync();
        run.Show(host, writer => writer.WriteLine(Printable.Of(host.HostName)));
        return ExitCode.Done;
    }

    /// <summary>Which daemon is asked; it must be there, as with virsh.</summary>
    private static async Task<int> AddressAsync(Run run)
    {
        _ = await run.Client.GetHostAsync();
        run.Out.WriteLine(Printable.Of(run.Client.Address.ToString()));
        return ExitCode.Done;
    }

    private static CliCommand Info() => new("info", "host-info", InfoAsync) { Examples = ["pando host info"] };

    /// <summary>The exit status says whether machines can run.</summary>
    private static async Task<int> CheckAsync(Run run, bool brief)
    {
        var report = await run.Client.CheckHostAsync(run.Interrupts.Token);
        run.Show(report, writer =>
        {
            var words = report.Items.ToDictionary(item => item, item => StatusWord(run, item.Status));
            var width = words.Values.Select(DisplayWidth.Of).DefaultIfEmpty().Max();
            foreach (var item in report.Items.Where(item => !brief || item.Status != CheckStatus.Pass))
            {
                var word = words[item];
                var indent = new string(' ', width + 2);
                writer.WriteLine($"{Paint(run, item.Status)(word)}{indent[DisplayWidth.Of(word)..]}{Printable.Of(item.Title)}: {Printable.Of(item.Message)}");
                if (item.Remedy is { } remedy)
                {
                    writer.WriteLine($"{indent}{run.Colours.Hint(run.Texts["host.do"])} {Printable.Of(remedy)}");
                }
            }
            if (!brief)
            {
                writer.WriteLine();
            }
            writer.WriteLine(report.CanRunMachines ? run.Colours.Good(run.Texts["host.can-run"]) : run.Colours.Bad(run.Texts["host.cannot-run"]));
        });
        return report.CanRunMachines ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> NodeInfoAsync(Run run)
    {
        var host = await run.Client.GetHostAsync();
        run.Show(host, writer => Processors(new FactSheet().Add(run.Texts["host.arch"], host.Arch), run, host).WriteTo(writer));
        return ExitCode.Done;
    }

    private static async Task<int> InfoAsync(Run run)
    {
        var host = await run.Client.GetHostAsync();
        run.Show(host, writer =>
        {
            var texts = run.Texts;
            var sheet = new FactSheet()
                .Add(texts["host.name"], host.HostName)
                .Add("pandod", host.Version)
                .Add(texts["host.up-since"], run.Around.Time.Moment(host.StartedAt))
                .Add("QEMU", host.QemuVersion ?? texts["host.none"])
                .Add(texts["machine.accelerator"], host.Accelerator.ToUpperInvariant())
                .Add(texts["machine.notice"], host.AcceleratorNotice, run.Colours.Warning)
                .Add(texts["host.distribution"], host.Distribution)
                .Add(texts["host.kernel"], host.Kernel)
                .Add(texts["host.arch"], host.Arch);
            Processors(sheet, run, host)
                .Add(texts["host.memory-available"], texts.KiB(host.MemoryAvailableKiB))
                .Add(texts["host.machines"], texts["host.machines-running", ("count", Numbers.Plain(host.Machines)), ("running", Numbers.Plain(host.MachinesActive))])
                .WriteTo(writer);
        });
        return ExitCode.Done;
    }

    private static FactSheet Processors(FactSheet sheet, Run run, HostFacts host)
    {
        var texts = run.Texts;
        var processors = host.Processors;
        return sheet
            .Add(texts["host.processor"], processors.Model)
            .Add(texts["host.processors"], Numbers.Plain(processors.Online))
            .Add(texts["host.clock"], processors.MHz is { } clock ? $"{texts.Decimal(clock)} MHz" : null)
            .Add(texts["host.sockets"], Count(processors.Sockets))
            .Add(texts["host.cores"], Count(processors.CoresPerSocket))
            .Add(texts["host.threads"], Count(processors.ThreadsPerCore))
            .Add(texts["host.numa"], Count(processors.NumaNodes))
            .Add(texts["host.memory"], texts.KiB(host.MemoryTotalKiB));
    }

    private static string? Count(int? number) => number is { } known ? Numbers.Plain(known) : null;

    private static string StatusWord(Run run, CheckStatus status) => run.Texts[status switch
    {
        CheckStatus.Pass => "host.pass",
        CheckStatus.Warn => "host.warn",
        _ => "host.fail",
    }];

    private static Func<string, string> Paint(Run run, CheckStatus status) => status switch
    {
        CheckStatus.Pass => run.Colours.Good,
        CheckStatus.Warn => run.Colours.Warning,
        _ => run.Colours.Bad,
    };
}
