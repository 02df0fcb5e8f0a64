using System.Globalization;
using System.Text;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>net-update</c>.</summary>
internal static class NetworkUpdateCommand
{
    public static CliCommand Make(string name)
    {
        var network = NetworkCommands.Network();
        var edit = new Operand("COMMAND", WordKind.Text);
        var section = new Operand("SECTION", WordKind.Text);
        var xml = new Operand("XML", WordKind.File);
        var parent = new Setting("--parent-index", "NUMBER");
        var scope = new ScopeOptions();
        return new CliCommand(name, "net-update", UpdateAsync, [network, edit, section, xml, parent, .. scope.OfNetworks])
        {
            Examples = ["pando net-update default add ip-dhcp-host \"<host mac='52:54:00:00:00:07' ip='192.168.122.77'/>\" --live --config", "pando net-update default delete dns-host host.xml --config"],
        };

        async Task<int> UpdateAsync(Run run)
        {
            // As with virsh it is the element itself, or a file with it.
            var content = run.Value(xml).TrimStart().StartsWith('<') ? Encoding.UTF8.GetBytes(run.Value(xml)) : await InputFile.ReadAsync(run, run.Value(xml));
            int? index = run.Value(parent) is not { } text
                ? null
                : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw CliException.Usage("bad-number", ("option", parent.Name), ("value", text));
            var updated = await Changes.DoAsync(run, (pandod, cancel) =>
                pandod.UpdateNetworkAsync(run.Value(network), run.Value(edit), run.Value(section), content, index, scope.Of(run), cancel));
            run.Say(updated, "network.updated", ("name", updated.Name));
            return ExitCode.Done;
        }
    }
}
