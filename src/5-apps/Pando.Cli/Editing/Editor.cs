using System.ComponentModel;
using System.Diagnostics;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Editing;

/// <summary>The user's editor: $VISUAL, else $EDITOR, else what the system calls 'editor', else vi.</summary>
internal static class Editor
{
    public static async Task OpenAsync(Run run, string path)
    {
        var editor = Chosen(run, "VISUAL") ?? Chosen(run, "EDITOR") ?? (File.Exists("/usr/bin/editor") ? "editor" : "vi");
        // The variable holds a command line ('code --wait'), and the shell is who knows how to read one.
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", $"{editor} \"$1\"", "pando", path } };
        try
        {
            var status = 0;
            // Signals are looked after before the editor runs: what it has shown somebody is worth keeping.
            await run.Interrupts.LeaveToAsync(async () =>
            {
                using var process = Process.Start(start)!;
                await process.WaitForExitAsync(CancellationToken.None);
                status = process.ExitCode;
            });
            if (status != 0)
            {
                throw new CliException(ExitCode.Failed, "editor", ("editor", editor), ("status", Numbers.Plain(status)));
            }
        }
        catch (Win32Exception e)
        {
            throw new CliException(ExitCode.Failed, "editor", ("editor", editor), ("status", "-")) { Words = e.Message };
        }
    }

    private static string? Chosen(Run run, string variable) => run.Around.Environment(variable) is { Length: > 0 } value ? value : null;
}
