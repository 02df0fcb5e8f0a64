using System.Globalization;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary><c>pando screenshot</c>.</summary>
internal static class ScreenshotCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var file = new Operand("FILE", WordKind.File, optional: true);
        var screen = new Setting("--screen", "SCREEN");
        return new CliCommand(name, "screenshot", TakeAsync, machine, file, screen)
        {
            Examples = ["pando screenshot web1", "pando screenshot web1 screen.png --screen 1", "pando screenshot web1 - | feh -"],
        };

        async Task<int> TakeAsync(Run run)
        {
            // From here on a signal ends the command in order: half a file would stay otherwise.
            var cancel = run.Interrupts.Token;
            var number = NumberOf(run.Value(screen));
            var path = run.Optional(file) ?? FileNameOf(run.Value(machine));
            if (path is not "-")
            {
                await OutputFile.WriteAsync(path, stream => run.Client.ScreenshotAsync(run.Value(machine), stream, number, cancel));
                run.Say("machine.screenshot", ("name", run.Value(machine)), ("file", path));
                return ExitCode.Done;
            }
            if (run.Around.OutIsTerminal)
            {
                throw CliException.Usage("picture-on-terminal");
            }
            await using var output = run.Around.OutBytes();
            await run.Client.ScreenshotAsync(run.Value(machine), output, number, cancel);
            return ExitCode.Done;
        }
    }

    private static int? NumberOf(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw CliException.Usage("bad-screen", ("value", text));

    /// <summary>A machine's name may hold what a file's may not.</summary>
    private static string FileNameOf(string machine) => machine.Replace('/', '_').TrimStart('.') + ".png";
}
