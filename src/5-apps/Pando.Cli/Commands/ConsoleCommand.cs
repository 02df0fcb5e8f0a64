using Pando.Api.Client;
using Pando.Cli.Consoles;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary><c>pando console</c>: by hand, or with a login that is done for the user.</summary>
internal static class ConsoleCommand
{
    private static readonly TimeSpan LoginLimit = TimeSpan.FromMinutes(5);

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var device = new Setting("--devname", "DEVICE");
        var force = new Flag("--force");
        var safe = new Flag("--safe");
        var escape = new Setting("--escape", "KEY", "-e");
        var login = new Setting("--login", "USER");
        var passwordFile = new Setting("--password-file", "FILE") { Kind = WordKind.File };
        var timeout = new Setting("--timeout", "SECONDS");
        return new CliCommand(name, "console", ConnectAsync, machine, device, force, safe, escape, login, passwordFile, timeout)
        {
            Examples = ["pando console web1", "pando console web1 --escape ^A", "pando console web1 --login me --password-file ./password --timeout 120"],
        };

        async Task<int> ConnectAsync(Run run)
        {
            var key = EscapeKey.Parse(run.Value(escape));
            var limit = SecondsText.Of(run.Value(timeout), LoginLimit);
            var dialogue = run.Value(login) is { } user ? new LoginDialogue(user, await PasswordAsync(run, run.Value(passwordFile))) : null;
            var cancel = run.Interrupts.Token;
            using var console = await run.Client.OpenConsoleAsync(run.Value(machine), run.Value(device), run.Has(force), cancel);
            return dialogue is null
                ? await ConsoleSession.StayAsync(run, console, run.Value(machine), key)
                : await LogInAsync(run, console, run.Value(machine), dialogue, limit, key);
        }
    }

    /// <summary>In a terminal it stays afterwards; else it leaves the guest at its login prompt, as it was found.</summary>
    private static async Task<int> LogInAsync(
        Run run, ConsoleConnection console, string machine, LoginDialogue dialogue, TimeSpan limit, EscapeKey key)
    {
        var session = new LoginSession(run, console, machine, dialogue);
        await session.LogInAsync(limit);
        if (run.Around.InIsTerminal && run.Around.OutIsTerminal)
        {
            return await ConsoleSession.StayAsync(run, console, machine, key);
        }
        if (!dialogue.WasLoggedIn)
        {
            await session.LogOutAsync();
        }
        run.Out.WriteLine();
        run.Say("console.logged-in", ("name", machine));
        return ExitCode.Done;
    }

    private static async Task<string> PasswordAsync(Run run, string? file) => file is null ? "" : await InputFile.ReadSecretAsync(run, file);
}
