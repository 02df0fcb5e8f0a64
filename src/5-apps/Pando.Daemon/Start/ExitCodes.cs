using Pando.Model.Errors;

namespace Pando.Daemon.Start;

/// <summary>How pandod ends; documented in pandod(8).</summary>
internal static class ExitCodes
{
    /// <summary>It was told to stop, and did. Of <c>check</c>: machines can run.</summary>
    public const int Done = 0;

    /// <summary>Something failed. Of <c>check</c>: machines cannot run.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the environment or the configuration file is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Another daemon serves this instance.</summary>
    public const int AlreadyRuns = 3;

    /// <summary>A database is damaged; nothing was touched.</summary>
    public const int StoreDamaged = 4;

    /// <summary>The one for a start that failed of this.</summary>
    public static int Of(PandoException failure) => failure.Code switch
    {
        var code when code == ErrorCodes.Daemon.AlreadyRuns => AlreadyRuns,
        { Area: "daemon", Kind: ErrorKind.Invalid } => Usage,
        var code when code == ErrorCodes.State.Corrupt || code == ErrorCodes.State.TooNew => StoreDamaged,
        _ => Failed,
    };
}
