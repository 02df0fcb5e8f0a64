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
    public static CliException File(string path, Exception cause) => cause switch
    {
        FileNotFoundException => new(Failures.ExitCode.Failed, "file-missing", ("path", path)),
        DirectoryNotFoundException => new(Failures.ExitCode.Failed, "file-folder-missing", ("path", path), ("folder", Path.GetDirectoryName(path) ?? path)),
        UnauthorizedAccessException when Directory.Exists(path) => new(Failures.ExitCode.Failed, "file-is-folder", ("path", path)),
        UnauthorizedAccessException => new(Failures.ExitCode.Failed, "file-denied", ("path", path)),
        _ => new(Failures.ExitCode.Failed, "file", ("path", path)) { Words = cause.Message },
    };
}
