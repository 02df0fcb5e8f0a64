using System.Xml;
using System.Xml.Linq;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>What people and programs keep with a machine: desc, metadata.</summary>
internal static class NoteCommands
{
    public static CliCommand Describe(string name)
    {
        var machine = Operand.Machine();
        var text = new Operands("TEXT", WordKind.Text, optional: true);
        var title = new Flag("--title");
        var given = new Settings("--new-desc", "TEXT");
        var scope = new ScopeOptions();
        return new CliCommand(name, "desc", DescribeAsync, [machine, text, title, given, .. scope.All])
        {
            Examples = ["pando desc web1", "pando desc web1 --title 'The shop' --live --config"],
        };

        async Task<int> DescribeAsync(Run run)
        {
            string[] words = [.. run.Values(given), .. run.Values(text)];
            if (words.Length == 0 && !run.Has(given))
            {
                var kept = (await ReadAsync(run, run.Value(machine), scope)).Element(run.Has(title) ? "title" : "description")?.Value;
                run.Show(kept ?? "", writer => writer.WriteLine(kept is null ? run.Texts["machine.no-note", ("name", run.Value(machine))] : Printable.Of(kept)));
                return ExitCode.Done;
            }
            var whole = string.Join(' ', words);
            var wish = run.Has(title) ? new DescriptionRequest { Title = whole } : new DescriptionRequest { Description = whole };
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.DescribeAsync(run.Value(machine), wish, at, cancel));
            run.Say(changed, "machine.described", ("name", changed.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Metadata(string name)
    {
        var machine = Operand.Machine();
        var uri = new Operand("URI", WordKind.Text);
        var key = new Setting("--key", "KEY");
        var set = new Setting("--set", "XML");
        var remove = new Flag("--remove");
        var scope = new ScopeOptions();
        return new CliCommand(name, "metadata", RunAsync, [machine, uri, key, set, remove, .. scope.All])
        {
            Examples = ["pando metadata web1 http://example.org/backup", "pando metadata web1 http://example.org/backup --key b --set '<plan>daily</plan>' --config"],
        };

        async Task<int> RunAsync(Run run)
        {
            if (run.Has(remove) == (run.Value(set) is not null))
            {
                return run.Has(remove) ? throw CliException.Usage("metadata-change") : await TellAsync(run);
            }
            if (run.Value(set) is not null && run.Value(key) is null)
            {
                throw CliException.Usage("metadata-key");
            }
            var wish = new MetadataRequest { Uri = run.Value(uri), Key = run.Value(key), Xml = run.Value(set) };
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetMetadataAsync(run.Value(machine), wish, at, cancel));
            run.Say(changed, "machine.described", ("name", changed.Name));
            return ExitCode.Done;
        }

        async Task<int> TellAsync(Run run)
        {
            var kept = (await ReadAsync(run, run.Value(machine), scope)).Element("metadata")?.Elements().FirstOrDefault(element => element.Name.NamespaceName == run.Value(uri))
                ?? throw new CliException(ExitCode.NotFound, "no-metadata", ("name", run.Value(machine)), ("uri", run.Value(uri)));
            // As it was given: the namespace is libvirt's way to keep it.
            var told = new XElement(kept.Name.LocalName, kept.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration), kept.Nodes());
            run.WriteXml(told.ToString());
            return ExitCode.Done;
        }
    }

    private static async Task<XElement> ReadAsync(Run run, string machine, ScopeOptions scope)
    {
        var (xml, _) = await run.Client.GetXmlAsync(machine, scope.ReadsDefinition(run));
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XElement.Load(reader);
    }
}
