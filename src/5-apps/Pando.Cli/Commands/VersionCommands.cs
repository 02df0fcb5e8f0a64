using System.Globalization;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando version</c>: alone the programs' versions, as virsh has it; with a machine the time machine of its definition.</summary>
internal static class VersionCommands
{
    public static CliCommand Group(string name) => new(name, "version", ProgramsAsync, List(), Show(), Diff(), Revert())
    {
        Examples = ["pando version", "pando version list web1", "pando version diff web1 2 5", "pando version revert web1 2"],
    };

    private static async Task<int> ProgramsAsync(Run run)
    {
        var host = await run.Client.GetHostAsync();
        run.Show(host, writer => new FactSheet()
            .Add("pando", ProductVersion.Own)
            .Add("pandod", $"{host.Version} ({run.Client.Address})")
            .Add("QEMU", host.QemuVersion ?? run.Texts["host.none"])
            .WriteTo(writer));
        return ExitCode.Done;
    }

    private static CliCommand List()
    {
        var machine = Operand.Machine();
        return new CliCommand("list", "version-list", ListAsync, machine) { Examples = ["pando version list web1"] };

        async Task<int> ListAsync(Run run)
        {
            var versions = await run.Client.ListVersionsAsync(run.Value(machine));
            run.Show(versions, writer =>
            {
                var texts = run.Texts;
                var table = new Table(texts["machine.version"], texts["version.at"], texts["version.by"], texts["version.change"], texts["version.reason"]);
                foreach (var version in versions)
                {
                    var number = Numbers.Plain(version.Number);
                    table.Add(
                        version.Current ? new Cell(number + " *", run.Colours.Good) : number,
                        run.Around.Time.Moment(version.At), version.By, version.Change, version.Reason);
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand Show()
    {
        var machine = Operand.Machine();
        var number = new Operand("NUMBER", WordKind.Text);
        return new CliCommand("show", "version-show", ShowAsync, machine, number) { Examples = ["pando version show web1 2"] };

        async Task<int> ShowAsync(Run run)
        {
            var version = await run.Client.GetVersionAsync(run.Value(machine), Number(run.Value(number)));
            run.Show(version, _ => run.WriteXml(version.Xml ?? ""));
            return ExitCode.Done;
        }
    }

    private static CliCommand Diff()
    {
        var machine = Operand.Machine();
        var from = new Operand("FROM", WordKind.Text);
        var to = new Operand("TO", WordKind.Text, optional: true);
        return new CliCommand("diff", "version-diff", DiffAsync, machine, from, to) { Examples = ["pando version diff web1 2", "pando version diff web1 2 5"] };

        async Task<int> DiffAsync(Run run)
        {
            var name = run.Value(machine);
            var newer = run.Optional(to) is { } text ? Number(text) : (await run.Client.GetMachineAsync(name)).Version;
            var diff = await run.Client.DiffVersionsAsync(name, Number(run.Value(from)), newer);
            run.Show(diff, writer => DiffText.Write(diff.Text, writer, run.Colours));
            return ExitCode.Done;
        }
    }

    private static CliCommand Revert()
    {
        var machine = Operand.Machine();
        var number = new Operand("NUMBER", WordKind.Text);
        return new CliCommand("revert", "version-revert", RevertAsync, machine, number) { Examples = ["pando version revert web1 2 --reason \"the new disk was wrong\""] };

        async Task<int> RevertAsync(Run run)
        {
            var wanted = Number(run.Value(number));
            var reverted = await Changes.DoAsync(run, (pandod, cancel) => pandod.RevertAsync(run.Value(machine), wanted, cancellationToken: cancel));
            run.Say(reverted, "version.reverted", ("name", reverted.Name), ("number", Numbers.Plain(wanted)), ("version", Numbers.Plain(reverted.Version)));
            return ExitCode.Done;
        }
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw CliException.Usage("bad-version", ("value", text));
}
