using Pando.Api.Agents;
using Pando.Cli.Failures;
using Pando.Cli.Output;
using Pando.Cli.Terminal;

namespace Pando.Cli.Commands.Guests;

/// <summary>Passwords and SSH keys of a guest's users. A password is never an argument: those everybody on the host can read.</summary>
internal static class GuestAccountCommands
{
    public static CliCommand Password(string name)
    {
        var machine = Operand.Machine();
        var user = new Operand("USER", WordKind.Text);
        var file = new Setting("--password-file", "FILE") { Kind = WordKind.File };
        var encrypted = new Flag("--encrypted");
        return new CliCommand(name, "set-user-password", SetAsync, machine, user, file, encrypted)
        {
            Examples = ["pando set-user-password web1 debian", "pando set-user-password web1 debian --password-file ./password"],
        };

        async Task<int> SetAsync(Run run)
        {
            var password = run.Value(file) is { } path
                ? await InputFile.ReadSecretAsync(run, path)
                : SecretPrompt.Ask(run, run.Texts["guest.password-question", ("user", run.Value(user))]);
            var request = new GuestPasswordRequest { User = run.Value(user), Password = password, Encrypted = run.Has(encrypted) };
            await Changes.DoAsync(run, (pandod, cancel) => pandod.SetGuestPasswordAsync(run.Value(machine), request, cancel));
            run.Say("guest.password-set", ("name", run.Value(machine)), ("user", run.Value(user)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Keys(string name)
    {
        var machine = Operand.Machine();
        var user = new Operand("USER", WordKind.Text);
        return new CliCommand(name, "get-user-sshkeys", GetAsync, machine, user) { Examples = ["pando get-user-sshkeys web1 debian"] };

        async Task<int> GetAsync(Run run)
        {
            var keys = await run.Client.GetGuestSshKeysAsync(run.Value(machine), run.Value(user), run.Interrupts.Token);
            run.Show(keys, writer => Write(writer, keys));
            return ExitCode.Done;
        }
    }

    public static CliCommand SetKeys(string name)
    {
        var machine = Operand.Machine();
        var user = new Operand("USER", WordKind.Text);
        var file = new Setting("--file", "FILE") { Kind = WordKind.File };
        var reset = new Flag("--reset");
        var remove = new Flag("--remove");
        return new CliCommand(name, "set-user-sshkeys", SetAsync, machine, user, file, reset, remove)
        {
            Examples = ["pando set-user-sshkeys web1 debian --file ~/.ssh/id_ed25519.pub", "pando set-user-sshkeys web1 debian --file old.pub --remove"],
        };

        async Task<int> SetAsync(Run run)
        {
            var lines = run.Value(file) is { } path ? await InputFile.ReadTextAsync(run, path)
                : run.Has(reset) ? "" : throw CliException.Usage("no-keys");
            var request = new GuestSshKeysRequest
            {
                Keys = lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Change = run.Has(reset) ? "reset" : run.Has(remove) ? "remove" : "add",
            };
            var keys = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetGuestSshKeysAsync(run.Value(machine), run.Value(user), request, cancel));
            run.Say(keys, "guest.keys-set", ("name", run.Value(machine)), ("user", run.Value(user)), ("count", Numbers.Plain(keys.Keys.Count)));
            return ExitCode.Done;
        }
    }

    private static void Write(TextWriter writer, GuestSshKeys keys)
    {
        foreach (var key in keys.Keys)
        {
            writer.WriteLine(Printable.Of(key));
        }
    }
}
