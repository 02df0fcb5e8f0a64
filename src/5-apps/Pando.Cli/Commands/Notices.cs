using Pando.Api.Machines;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>What a user should know besides the answer; on standard error, so that it disturbs no pipe.</summary>
internal static class Notices
{
    public static void Accelerator(Run run, Machine machine)
    {
        if (machine.AcceleratorNotice is { } notice)
        {
            Tell(run, notice);
        }
    }

    public static void Tell(Run run, string notice)
    {
        if (!run.Quiet)
        {
            run.Out.Flush();
            run.Around.Error.WriteLine($"{run.Around.ErrorColours.Warning(run.Texts["failure.note"])} {Printable.Lines(notice)}");
        }
    }
}
