using Pando.Api.Problems;

namespace Pando.Cli.Failures;

/// <summary>The exit statuses. They are documented in pando(1): none changes its meaning.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It failed, or a check found that something cannot work.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was asked of pandod.</summary>
    public const int Usage = 2;

    /// <summary>What was named does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>The state of the thing forbids it now, or something of that name is there already.</summary>
    public const int Refused = 4;

    /// <summary>pandod cannot be reached, or the connection to it broke.</summary>
    public const int Unreachable = 5;

    /// <summary>This user may not do that.</summary>
    public const int NotPermitted = 6;

    /// <summary>The time that was given passed first.</summary>
    public const int TimedOut = 7;

    /// <summary>128 and SIGINT: interrupted with Ctrl-C.</summary>
    public const int Interrupted = 130;

    public static int Of(ProblemKind kind) => kind switch
    {
        ProblemKind.NotFound => NotFound,
        ProblemKind.Exists or ProblemKind.Refused => Refused,
        ProblemKind.Denied => NotPermitted,
        _ => Failed,
    };
}
