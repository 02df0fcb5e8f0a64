using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net trace</c>: why a guest's packets do not come where they should.</summary>
internal static class TraceCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var destination = new Operand("DESTINATION", WordKind.Text, optional: true);
        var device = new Setting("--interface", "NAME");
        return new CliCommand(name, "net-trace", TraceAsync, machine, destination, device)
        {
            Examples = ["pando net trace web1", "pando net trace web1 203.0.113.5", "pando net trace web1 --interface vnet1"],
        };

        async Task<int> TraceAsync(Run run)
        {
            var hops = await run.Client.TraceAsync(run.Value(machine), run.Optional(destination), run.Value(device), run.Interrupts.Token);
            run.Show(hops, writer =>
            {
                var table = new Table(run.Texts["network.hop"], run.Texts["network.hop-status"], run.Texts["network.hop-finding"]);
                foreach (var hop in hops)
                {
                    table.Add(hop.Name, run.Texts["network.hop-status." + hop.Status], hop.Text);
                }
                table.WriteTo(writer, run.Colours);
                foreach (var fix in hops.Select(static hop => hop.Fix).OfType<string>())
                {
                    writer.WriteLine();
                    writer.WriteLine(fix);
                }
            });
            return hops.Any(static hop => hop.Status == "fail") ? ExitCode.Failed : ExitCode.Done;
        }
    }
}
