using System.Globalization;

namespace Pando.ScriptedQemu;

/// <summary>
/// What the stand-in does otherwise than a QEMU would: one line each, from the file after <c>--script</c> or from the
/// variable PANDO_SCRIPTED_QEMU.
/// <code>
/// exit CODE WORDS…            end at once with words on standard error
/// hang                        never greet
/// hang-after COUNT            answer so many commands after the negotiation, then no more
/// hang-on COMMAND             answer no more from this command on
/// ignore COMMAND              do not answer this command, but others
/// hold COMMAND FILE           answer this command once the file is there
/// refuse COMMAND CLASS WORDS… answer this command with an error
/// garbage-on COMMAND          answer with something that is not JSON
/// close-on COMMAND            close the connection instead of answering; the next connection is served
/// exit-on COMMAND CODE WORDS… end instead of answering
/// deaf-to-powerdown           the guest does not heed its power button
/// deaf-to-sigterm             SIGTERM does not end the process
/// keeps DEVICE                the guest never releases this device
/// refuses-release DEVICE      the guest says no when it is to release this device
/// releases-once DEVICE FILE   the guest releases this device once the file is there
/// migration-fails WORDS…      what is to be written out is not
/// migration-takes-files       the state goes to files by file:, and no more by fd:, as later releases have it
/// migration-stalls            what is written out comes to no end until it is cancelled
/// incoming-fails WORDS…       end when the machine's state comes in
/// dump-stalls                 a dump comes to no end
/// log FILE                    append each command's name to the file
/// </code>
/// The guest itself acts on signals: SIGUSR1 shuts it down, SIGUSR2 reboots it, SIGHUP makes its kernel panic.
/// </summary>
internal sealed class Script
{
    private readonly List<string[]> _lines;

    private Script(IEnumerable<string> lines) =>
        _lines = [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0)];

    public (int Code, string Words)? ExitAtOnce => Find("exit") is { } words ? (Number(words[1]), Rest(words, 2)) : null;

    public bool Hangs => Find("hang") is not null;

    public int? HangsAfter => Find("hang-after") is { } words ? Number(words[1]) : null;

    public bool DeafToPowerdown => Find("deaf-to-powerdown") is not null;

    public bool DeafToSigterm => Find("deaf-to-sigterm") is not null;

    public string? Log => Find("log")?[1];

    public string? MigrationFails => Find("migration-fails") is { } words ? Rest(words, 1) : null;

    public bool MigrationTakesFiles => Find("migration-takes-files") is not null;

    public bool MigrationStalls => Find("migration-stalls") is not null;

    public string? IncomingFails => Find("incoming-fails") is { } words ? Rest(words, 1) : null;

    public bool DumpStalls => Find("dump-stalls") is not null;

    public static Script From(string[] arguments, out string[] rest)
    {
        if (arguments is ["--script", var file, .. var others])
        {
            rest = others;
            return new Script(File.ReadAllLines(file));
        }

        rest = arguments;
        return new Script((Environment.GetEnvironmentVariable("PANDO_SCRIPTED_QEMU") ?? "").Split('\n'));
    }

    public bool HangsOn(string command) => Find("hang-on", command) is not null;

    public bool Ignores(string command) => Find("ignore", command) is not null;

    public string? Holds(string command) => Find("hold", command)?[2];

    public (string ErrorClass, string Words)? Refuses(string command) =>
        Find("refuse", command) is { } words ? (words[2], Rest(words, 3)) : null;

    public bool Keeps(string device) => Find("keeps", device) is not null;

    public bool RefusesRelease(string device) => Find("refuses-release", device) is not null;

    public string? ReleasesOnceThereIs(string device) => Find("releases-once", device)?[2];

    public bool SaysGarbageOn(string command) => Find("garbage-on", command) is not null;

    public bool ClosesOn(string command) => Find("close-on", command) is not null;

    public (int Code, string Words)? ExitsOn(string command) =>
        Find("exit-on", command) is { } words ? (Number(words[2]), Rest(words, 3)) : null;

    private string[]? Find(string word, string? command = null) =>
        _lines.FirstOrDefault(words => words[0] == word && (command is null || words[1] == command));

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static string Rest(string[] words, int from) => string.Join(' ', words.Skip(from));
}
