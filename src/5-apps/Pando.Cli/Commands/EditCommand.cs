using System.Text;
using Pando.Api.Problems;
using Pando.Cli.Editing;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>
/// <c>pando edit</c>: the definition in the user's editor. What somebody else changed in between is never overwritten unasked,
/// and what was typed is never lost.
/// </summary>
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
        using var draft = new Draft(machine, before);
        try
        {
            return await EditAsync(run, machine, draft, before, version);
        }
        catch (Exception) when (draft.Read() != before)
        {
            Keep(run, draft);
            throw;
        }
    }

    private static async Task<int> EditAsync(Run run, string machine, Draft draft, string before, int? version)
    {
        while (true)
        {
            await Editor.OpenAsync(run, draft.Path);
            var text = draft.Read();
            if (text == before)
            {
                run.Say("machine.unchanged", ("name", machine));
                return ExitCode.Done;
            }
            try
            {
                var stored = await OfFile.AskAsync(draft.Path, () => Changes.DoAsync(
                    run, (pandod, cancel) => pandod.PutXmlAsync(machine, Encoding.UTF8.GetBytes(text), version, cancel)));
                run.Say(stored, "machine.edited", ("name", stored.Name), ("version", Numbers.Plain(stored.Version)));
                return ExitCode.Done;
            }
            catch (PandoProblemException e)
            {
                var status = new FailureReport(run.Around, run.Json).Tell(e);
                var answer = run.Around.InIsTerminal ? Answer.To(run, run.Texts["machine.edit-again"]) : null;
                if (answer is "f")
                {
                    version = null;
                }
                else if (answer is not "" && !Answer.MeansYes(run, answer))
                {
                    Keep(run, draft);
                    return status;
                }
            }
        }
    }

    private static void Keep(Run run, Draft draft)
    {
        draft.Keep();
        Notices.Tell(run, run.Texts["machine.draft-kept", ("path", draft.Path)]);
    }
}
