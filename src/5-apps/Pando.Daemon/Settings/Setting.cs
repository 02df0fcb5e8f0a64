namespace Pando.Daemon.Settings;

/// <summary>
/// One thing that can be set, in three places under one name: <c>key</c> in <c>[section]</c> of the file,
/// <c>PANDOD_SECTION_KEY</c> in the environment, <c>--section-key</c> on the command line.
/// </summary>
/// <param name="Section">The section of the file.</param>
/// <param name="Key">The key in it.</param>
/// <param name="ValueName">What stands for the value in help texts: <c>PATH</c>.</param>
/// <param name="Default">The default, as it would be written.</param>
/// <param name="Apply">Puts a value that was read into the settings; throws <see cref="FormatException"/> that says what is wanted.</param>
internal sealed record Setting(
    string Section, string Key, string ValueName, string Default, Func<DaemonSettings, string, DaemonSettings> Apply)
{
    /// <summary>Its name in error messages and as a key of the help texts: <c>listen.socket</c>.</summary>
    public string Name { get; } = $"{Section}.{Key}";

    /// <summary>The option on the command line.</summary>
    public string Flag { get; } = $"--{Section}-{Key}";

    /// <summary>The environment variable.</summary>
    public string Variable { get; } = $"PANDOD_{Section}_{Key}".ToUpperInvariant().Replace('-', '_');
}
