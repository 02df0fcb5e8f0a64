using System.Text;
using System.Xml.Linq;
using Pando.Cli.Editing;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>pool-define</c>, <c>pool-define-as</c>, <c>pool-create</c>, <c>pool-create-as</c>, <c>pool-dumpxml</c>, <c>pool-edit</c>.</summary>
internal static class PoolDefinitionCommands
{
    private const string DefaultKind = "dir";

    public static CliCommand Define(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var validate = new Flag("--validate");
        return new CliCommand(name, "pool-define", DefineAsync, file, validate) { Examples = ["pando pool-define lab.xml"] };

        async Task<int> DefineAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var defined = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.DefinePoolAsync(xml, cancel)));
            run.Say(defined, "pool.defined", ("name", defined.Name), ("version", Numbers.Plain(defined.Version ?? 0)));
            return ExitCode.Done;
        }
    }

    public static CliCommand DefineAs(string name)
    {
        var (pool, kind, target) = Words();
        return new CliCommand(name, "pool-define-as", DefineAsync, pool, kind, target) { Examples = ["pando pool-define-as lab dir --target /srv/lab"] };

        async Task<int> DefineAsync(Run run)
        {
            var xml = Xml(run.Value(pool), run.Optional(kind), run.Value(target));
            var defined = await Changes.DoAsync(run, (pandod, cancel) => pandod.DefinePoolAsync(xml, cancel));
            run.Say(defined, "pool.defined", ("name", defined.Name), ("version", Numbers.Plain(defined.Version ?? 0)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Create(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var build = new Flag("--build");
        var validate = new Flag("--validate");
        return new CliCommand(name, "pool-create", CreateAsync, file, build, validate) { Examples = ["pando pool-create lab.xml --build"] };

        async Task<int> CreateAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var created = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.CreatePoolAsync(xml, run.Has(build), cancel)));
            run.Say(created, "pool.created", ("name", created.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand CreateAs(string name)
    {
        var (pool, kind, target) = Words();
        var build = new Flag("--build");
        return new CliCommand(name, "pool-create-as", CreateAsync, pool, kind, target, build) { Examples = ["pando pool-create-as lab dir --target /srv/lab --build"] };

        async Task<int> CreateAsync(Run run)
        {
            var xml = Xml(run.Value(pool), run.Optional(kind), run.Value(target));
            var created = await Changes.DoAsync(run, (pandod, cancel) => pandod.CreatePoolAsync(xml, run.Has(build), cancel));
            run.Say(created, "pool.created", ("name", created.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand DumpXml(string name)
    {
        var pool = new Operand("POOL", WordKind.Pool);
        var inactive = new Flag("--inactive");
        return new CliCommand(name, "pool-dumpxml", DumpAsync, pool, inactive) { Examples = ["pando pool-dumpxml default"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await run.Client.GetPoolXmlAsync(run.Value(pool), run.Has(inactive)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Edit(string name)
    {
        var pool = new Operand("POOL", WordKind.Pool);
        return new CliCommand(name, "pool-edit", EditAsync, pool) { Examples = ["pando pool-edit lab"] };

        async Task<int> EditAsync(Run run)
        {
            var subject = run.Value(pool);
            // The version first: what is changed in between is then found out when it is stored.
            var version = (await run.Client.GetPoolAsync(subject)).Version;
            var before = await run.Client.GetPoolXmlAsync(subject, inactive: true);
            return await new DefinitionEditing(run, subject, "pool.unchanged", StoreAsync).EditAsync(before, version);

            async Task StoreAsync(ReadOnlyMemory<byte> text, int? replaced)
            {
                var stored = await Changes.DoAsync(run, (pandod, cancel) => pandod.PutPoolXmlAsync(subject, text, replaced, cancel));
                run.Say(stored, "pool.defined", ("name", stored.Name), ("version", Numbers.Plain(stored.Version ?? 0)));
            }
        }
    }

    private static (Operand Pool, Operand Kind, Setting Target) Words() =>
        (new Operand("NAME", WordKind.Text), new Operand("TYPE", WordKind.Text, optional: true), new Setting("--target", "PATH") { Kind = WordKind.File });

    private static byte[] Xml(string name, string? kind, string? target) => Encoding.UTF8.GetBytes(new XElement(
        "pool",
        new XAttribute("type", kind ?? DefaultKind),
        new XElement("name", name),
        new XElement("target", target is null ? null : new XElement("path", target))).ToString());
}
