namespace Pando.Cli.Usage;

/// <summary>What other programs call what a command does: people bring their habits.</summary>
internal static class OtherWords
{
    private static readonly (string Word, string Command)[] All =
    [
        ("stop", "shutdown"),
        ("poweroff", "shutdown"),
        ("kill", "destroy"),
        ("pause", "suspend"),
        ("unpause", "resume"),
        ("restart", "reboot"),
        ("ls", "list"),
        ("ps", "list"),
        ("delete", "undefine"),
        ("rm", "undefine"),
        ("remove", "undefine"),
        ("new", "install"),
        ("run", "start"),
        ("info", "dominfo"),
        ("status", "domstate"),
        ("show", "dominfo"),
        ("attach", "console"),
        ("events", "event"),
        ("jobs", "job"),
        ("images", "image"),
        ("disks", "domblklist"),
    ];

    /// <summary>The command that a word means, where it is one of the known ones.</summary>
    public static string? For(string word, IEnumerable<string> known) =>
        All.FirstOrDefault(pair => pair.Word == word).Command is { } command && known.Contains(command, StringComparer.Ordinal) ? command : null;
}
