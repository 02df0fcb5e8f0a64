using System.Text;
using Pando.Api.Problems;
using Pando.Cli.Commands;
using Pando.Cli.Failures;

namespace Pando.Cli.Editing;

/// <summary>
/// A definition in the user's editor until it is stored or given up. What somebody else changed in between is never overwritten
/// unasked, and what was typed is never lost.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="subject">Whose definition it is.</param>
/// <param name="unchanged">The key of what is said when nothing was changed.</param>
/// <param name="store">Stores a text in the place of a version (null: of whichever there is) and says so.</param>
internal sealed class DefinitionEditing(Run run, string subject, string unchanged, Func<ReadOnlyMemory<byte>, int?, Task> store)
{
    public async Task<int> EditAsync(string before, int? version)
    {
        using var draft = new Draft(subject, before);
        try
        {
            return await EditAsync(draft, before, version);
        }
        catch (Exception) when (draft.Read() != before)
        {
            Keep(draft);
            throw;
        }
    }

    private async Task<int> EditAsync(Draft draft, string before, int? version)
    {
        while (true)
        {
            await Editor.OpenAsync(run, draft.Path);
            var text = draft.Read();
            if (text == before)
            {
                run.Say(unchanged, ("name", subject));
                return ExitCode.Done;
            }
            try
            {
                await OfFile.AskAsync(draft.Path, async () =>
                {
                    await store(Encoding.UTF8.GetBytes(text), version);
                    return true;
                });
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
                    Keep(draft);
                    return status;
                }
            }
        }
    }

    private void Keep(Draft draft)
    {
        draft.Keep();
        Notices.Tell(run, run.Texts["machine.draft-kept", ("path", draft.Path)]);
    }
}
