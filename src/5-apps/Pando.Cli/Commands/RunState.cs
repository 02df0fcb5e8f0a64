using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>--running</c> and <c>--paused</c>.</summary>
internal static class RunState
{
    /// <summary>Null where neither is given.</summary>
    public static bool? Of(Run run, Flag running, Flag paused) => (run.Has(running), run.Has(paused)) switch
    {
        (true, true) => throw CliException.Usage("running-and-paused"),
        (true, false) => true,
        (false, true) => false,
        _ => null,
    };
}
