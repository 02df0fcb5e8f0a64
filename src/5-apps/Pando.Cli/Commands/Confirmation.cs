using Pando.Api.Trash;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>
/// Nothing is deleted for good by surprise: the very files are listed first, and the user says yes, or said so beforehand.
/// </summary>
internal static class Confirmation
{
    public static void Demand(Run run, Flag yes, IReadOnlyList<TrashItem> items, string question)
    {
        if (run.Has(yes) || items.Count == 0)
        {
            return;
        }
        if (!run.Around.InIsTerminal)
        {
            throw CliException.Usage("yes-missing");
        }
        var texts = run.Texts;
        foreach (var item in items)
        {
            run.Around.Error.WriteLine(Printable.Of($"{item.Kind} {item.Name}  {texts.Bytes(item.Bytes)}"));
            foreach (var file in item.Files)
            {
                run.Around.Error.WriteLine("  " + Printable.Of($"{file.Path}  {texts.Bytes(file.Bytes)}"));
            }
        }
        if (!Answer.IsYes(run, texts[question]))
        {
            throw new CliException(ExitCode.Failed, "not-confirmed");
        }
    }
}
