namespace Pando.Cli.Failures;

/// <summary>
/// A failure on this side, told to the user in their language: <c>failure.KEY</c> is the sentence and <c>failure.KEY.fix</c>,
/// where there is one, what to do.
/// </summary>
internal sealed class CliException(int exitCode, string key, params (string Name, string Value)[] facts) : Exception(key)
{
    public int ExitCode { get; } = exitCode;

    public string Key { get; } = "failure." + key;

    public IReadOnlyList<(string Name, string Value)> Facts { get; } = facts;

    /// <summary>What the system or a program said, word for word.</summary>
    public string? Words { get; init; }

    /// <summary>A mistake on the command line.</summary>
    public static CliException Usage(string key, params (string Name, string Value)[] facts) => new(Failures.ExitCode.Usage, key, facts);

    /// <summary>A file on this side that cannot be read or written.</summary>
    public static CliException File(string path, Exception cause) =>
        new(Failures.ExitCode.Failed, "file", ("path", path)) { Words = cause.Message };
}
