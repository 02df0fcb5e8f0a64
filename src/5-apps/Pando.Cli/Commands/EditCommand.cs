using Pando.Cli.Editing;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando edit</c>: the definition in the user's editor.</summary>
internal static class EditCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "edit", run => EditAsync(run, run.Value(machine)), machine)
        {
            Examples = ["pando edit web1", "EDITOR=nano pando edit web1 --reason \"more memory\""],
        };
    }

    private static async Task<int> EditAsync(Run run, string machine)
    {
        var (before, version) = await run.Client.GetXmlAsync(machine, inactive: true, secrets: true);
        return await new DefinitionEditing(run, machine, "machine.unchanged", StoreAsync).EditAsync(before, version);

        async Task StoreAsync(ReadOnlyMemory<byte> text, int? replaced)
        {
            var stored = await Changes.DoAsync(run, (pandod, cancel) => pandod.PutXmlAsync(machine, text, replaced, cancel));
            run.Say(stored, "machine.edited", ("name", stored.Name), ("version", Numbers.Plain(stored.Version)));
        }
    }
}
