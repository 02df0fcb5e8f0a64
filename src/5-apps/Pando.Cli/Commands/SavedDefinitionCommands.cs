using System.Text;
using Pando.Api.Problems;
using Pando.Cli.Editing;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>The definition in the file of a saved machine: shown, replaced, edited.</summary>
internal static class SavedDefinitionCommands
{
    public static CliCommand DumpManaged(string name) => Dump(name, "managedsave-dumpxml", Operand.Machine(), (run, machine, secrets) => run.Client.GetManagedSaveXmlAsync(machine, secrets));

    public static CliCommand DumpImage(string name) => Dump(
        name, "save-image-dumpxml", new Operand("FILE", WordKind.File), (run, file, secrets) => run.Client.GetSavedXmlAsync(HostFile.Of(file), secrets));

    public static CliCommand DefineImage(string name) => Define(
        name, "save-image-define", new Operand("FILE", WordKind.File), (run, file, xml, running) => run.Client.PutSavedXmlAsync(HostFile.Of(file), xml, running));

    public static CliCommand DefineManaged(string name) => Define(
        name, "managedsave-define", Operand.Machine(), (run, machine, xml, running) => run.Client.PutManagedSaveXmlAsync(machine, xml, running));

    public static CliCommand EditImage(string name) => Edit(
        name, "save-image-edit", new Operand("FILE", WordKind.File),
        (run, file) => run.Client.GetSavedXmlAsync(HostFile.Of(file), secrets: true), (run, file, xml, running) => run.Client.PutSavedXmlAsync(HostFile.Of(file), xml, running));

    public static CliCommand EditManaged(string name) => Edit(
        name, "managedsave-edit", Operand.Machine(),
        (run, machine) => run.Client.GetManagedSaveXmlAsync(machine, secrets: true), (run, machine, xml, running) => run.Client.PutManagedSaveXmlAsync(machine, xml, running));

    private static CliCommand Dump(string name, string key, Operand what, Func<Run, string, bool, Task<string>> read)
    {
        var secrets = new Flag("--security-info");
        return new CliCommand(name, key, DumpAsync, what, secrets) { Examples = [$"pando {key} {Example(what)}"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await read(run, run.Value(what), run.Has(secrets)));
            return ExitCode.Done;
        }
    }

    private static CliCommand Define(string name, string key, Operand what, Func<Run, string, ReadOnlyMemory<byte>, bool?, Task> write)
    {
        var xml = new Operand("XML", WordKind.File);
        var (running, paused) = (new Flag("--running"), new Flag("--paused"));
        return new CliCommand(name, key, DefineAsync, what, xml, running, paused) { Examples = [$"pando {key} {Example(what)} web1.xml"] };

        async Task<int> DefineAsync(Run run)
        {
            var text = await InputFile.ReadAsync(run, run.Value(xml));
            await OfFile.AskAsync(run.Value(xml), async () =>
            {
                await write(run, run.Value(what), text, RunState.Of(run, running, paused));
                return true;
            });
            run.Say("machine.save-defined", ("name", run.Value(what)));
            return ExitCode.Done;
        }
    }

    private static CliCommand Edit(
        string name, string key, Operand what, Func<Run, string, Task<string>> read, Func<Run, string, ReadOnlyMemory<byte>, bool?, Task> write)
    {
        var (running, paused) = (new Flag("--running"), new Flag("--paused"));
        return new CliCommand(name, key, EditAsync, what, running, paused) { Examples = [$"pando {key} {Example(what)}"] };

        async Task<int> EditAsync(Run run)
        {
            var subject = run.Value(what);
            var before = await read(run, subject);
            using var draft = new Draft(Path.GetFileName(subject), before);
            await Editor.OpenAsync(run, draft.Path);
            var text = draft.Read();
            var state = RunState.Of(run, running, paused);
            if (text == before && state is null)
            {
                run.Say("machine.unchanged", ("name", subject));
                return ExitCode.Done;
            }
            try
            {
                await write(run, subject, Encoding.UTF8.GetBytes(text), state);
            }
            catch (PandoProblemException)
            {
                // What was typed is worth more than a tidy folder.
                draft.Keep();
                Notices.Tell(run, run.Texts["machine.draft-kept", ("path", draft.Path)]);
                throw;
            }
            run.Say("machine.save-defined", ("name", subject));
            return ExitCode.Done;
        }
    }

    private static string Example(Operand what) => what.Kind == WordKind.Machine ? "web1" : "/var/tmp/web1.save";
}
