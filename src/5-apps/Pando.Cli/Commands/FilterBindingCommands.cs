using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>nwfilter-binding-…</c>.</summary>
internal static class FilterBindingCommands
{
    public static CliCommand Group(string name) => new(name, "nwfilter-binding", body: null, List("list"), DumpXml("dumpxml"), Create("create"), Delete("delete"));

    public static CliCommand List(string name)
    {
        return new CliCommand(name, "nwfilter-binding-list", ListAsync) { Examples = ["pando nwfilter-binding-list"] };

        static async Task<int> ListAsync(Run run)
        {
            var bindings = await run.Client.ListFilterBindingsAsync();
            run.Show(bindings, writer =>
            {
                var table = new Table(run.Texts["nwfilter.port"], run.Texts["nwfilter.filter"], run.Texts["nwfilter.machine"], "MAC");
                foreach (var binding in bindings)
                {
                    table.Add(binding.Port, binding.Filter, binding.Machine, binding.Mac);
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand DumpXml(string name)
    {
        var port = Port();
        return new CliCommand(name, "nwfilter-binding-dumpxml", DumpAsync, port) { Examples = ["pando nwfilter-binding-dumpxml vnet0"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await run.Client.GetFilterBindingXmlAsync(run.Value(port)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Create(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var validate = new Flag("--validate");
        return new CliCommand(name, "nwfilter-binding-create", CreateAsync, file, validate) { Examples = ["pando nwfilter-binding-create binding.xml"] };

        async Task<int> CreateAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var made = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.CreateFilterBindingAsync(xml, cancel)));
            run.Say(made, "nwfilter.bound", ("port", made.Port), ("filter", made.Filter));
            return ExitCode.Done;
        }
    }

    public static CliCommand Delete(string name)
    {
        var port = Port();
        return new CliCommand(name, "nwfilter-binding-delete", DeleteAsync, port) { Examples = ["pando nwfilter-binding-delete vnet0"] };

        async Task<int> DeleteAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.DeleteFilterBindingAsync(run.Value(port), cancel));
            run.Say("nwfilter.unbound", ("port", run.Value(port)));
            return ExitCode.Done;
        }
    }

    private static Operand Port() => new("PORT", WordKind.Text);
}
