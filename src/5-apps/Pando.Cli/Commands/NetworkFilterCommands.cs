using Pando.Api.Networks;
using Pando.Cli.Editing;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando nwfilter</c>, and virsh's <c>nwfilter-…</c>.</summary>
internal static class NetworkFilterCommands
{
    public static CliCommand Group(string name) => new(
        name, "nwfilter", body: null, List("list"), Info("info"), Define("define"), Undefine("undefine"), DumpXml("dumpxml"), Edit("edit"), FilterBindingCommands.Group("binding"));

    public static CliCommand List(string name)
    {
        var names = new Flag("--name");
        return new CliCommand(name, "nwfilter-list", ListAsync, names) { Examples = ["pando nwfilter-list"] };

        async Task<int> ListAsync(Run run)
        {
            var filters = await run.Client.ListNetworkFiltersAsync();
            run.Show(filters, writer => Write(run, filters, writer, run.Has(names)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Info(string name)
    {
        var filter = Filter();
        return new CliCommand(name, "nwfilter-info", InfoAsync, filter) { Examples = ["pando nwfilter-info clean-traffic"] };

        async Task<int> InfoAsync(Run run)
        {
            var found = await run.Client.GetNetworkFilterAsync(run.Value(filter));
            run.Show(found, writer => Write(run, found, writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Define(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var validate = new Flag("--validate");
        return new CliCommand(name, "nwfilter-define", DefineAsync, file, validate) { Examples = ["pando nwfilter-define web.xml"] };

        async Task<int> DefineAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var defined = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.DefineNetworkFilterAsync(xml, cancel)));
            run.Say(defined, "nwfilter.defined", ("name", defined.Name), ("file", path), ("version", Numbers.Plain(defined.Version)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Undefine(string name)
    {
        var filter = Filter();
        return new CliCommand(name, "nwfilter-undefine", UndefineAsync, filter) { Examples = ["pando nwfilter-undefine web"] };

        async Task<int> UndefineAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.UndefineNetworkFilterAsync(run.Value(filter), cancel));
            run.Say("nwfilter.undefined", ("name", run.Value(filter)));
            return ExitCode.Done;
        }
    }

    public static CliCommand DumpXml(string name)
    {
        var filter = Filter();
        return new CliCommand(name, "nwfilter-dumpxml", DumpAsync, filter) { Examples = ["pando nwfilter-dumpxml clean-traffic"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await run.Client.GetNetworkFilterXmlAsync(run.Value(filter)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Edit(string name)
    {
        var filter = Filter();
        return new CliCommand(name, "nwfilter-edit", EditAsync, filter) { Examples = ["pando nwfilter-edit web"] };

        async Task<int> EditAsync(Run run)
        {
            var subject = run.Value(filter);
            // The version first: what is changed in between is then found out when it is stored.
            var version = (await run.Client.GetNetworkFilterAsync(subject)).Version;
            var before = await run.Client.GetNetworkFilterXmlAsync(subject);
            return await new DefinitionEditing(run, subject, "nwfilter.unchanged", StoreAsync).EditAsync(before, version);

            async Task StoreAsync(ReadOnlyMemory<byte> text, int? replaced)
            {
                var stored = await Changes.DoAsync(run, (pandod, cancel) => pandod.PutNetworkFilterXmlAsync(subject, text, replaced, cancel));
                run.Say(stored, "nwfilter.edited", ("name", stored.Name), ("version", Numbers.Plain(stored.Version)));
            }
        }
    }

    private static Operand Filter() => new("FILTER", WordKind.NetworkFilter);

    private static void Write(Run run, IReadOnlyList<NetworkFilter> filters, TextWriter writer, bool namesOnly)
    {
        var texts = run.Texts;
        if (namesOnly)
        {
            foreach (var filter in filters)
            {
                writer.WriteLine(Printable.Of(filter.Name));
            }
            return;
        }
        var table = new Table("UUID", texts["nwfilter.name"], texts["nwfilter.chain"], texts["nwfilter.interfaces"]);
        foreach (var filter in filters)
        {
            table.Add(filter.Id.ToString(), filter.Name, filter.Chain, Numbers.Plain(filter.Interfaces.Count));
        }
        table.WriteTo(writer, run.Colours);
    }

    private static void Write(Run run, NetworkFilter filter, TextWriter writer)
    {
        var texts = run.Texts;
        new FactSheet()
            .Add(texts["nwfilter.name"], filter.Name)
            .Add("UUID", filter.Id.ToString())
            .Add(texts["nwfilter.chain"], filter.Chain)
            .Add(texts["nwfilter.priority"], Numbers.Plain(filter.Priority))
            .Add(texts["nwfilter.rules"], Numbers.Plain(filter.Rules))
            .Add(texts["nwfilter.includes"], filter.Includes.Count > 0 ? string.Join(", ", filter.Includes) : null)
            .Add(texts["nwfilter.interfaces"], filter.Interfaces.Count > 0 ? string.Join(", ", filter.Interfaces.Select(static card => $"{card.Machine} ({card.Device})")) : null)
            .WriteTo(writer);
    }
}
