using System.Globalization;
using Pando.Api.Monitor;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>Keys and interrupts: send-key, inject-nmi.</summary>
internal static class KeyCommands
{
    // As virsh lists them; rfb is an old word for qnum.
    private static readonly string[] Sets = ["linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum", "rfb"];

    public static CliCommand Send(string name)
    {
        var machine = Operand.Machine();
        var keys = new Operands("KEYCODE", WordKind.Text);
        var set = new Setting("--codeset", "CODESET") { Choices = Sets };
        var hold = new Setting("--holdtime", "MILLISECONDS");
        return new CliCommand(name, "send-key", SendAsync, machine, keys, set, hold)
        {
            Examples = ["pando send-key win11 KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE", "pando send-key web1 --codeset win32 VK_RETURN", "pando send-key web1 --holdtime 1000 0xf"],
        };

        async Task<int> SendAsync(Run run)
        {
            var wish = new SendKeysRequest { Keys = run.Values(keys), Codeset = run.Value(set), HoldMilliseconds = Milliseconds(run.Value(hold)) };
            await Changes.DoAsync(run, (pandod, cancel) => pandod.SendKeysAsync(run.Value(machine), wish, cancel));
            run.Say("machine.keys-sent", ("name", run.Value(machine)), ("keys", string.Join(' ', wish.Keys)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Nmi(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "inject-nmi", InjectAsync, machine) { Examples = ["pando inject-nmi web1"] };

        async Task<int> InjectAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.InjectNmiAsync(run.Value(machine), cancel));
            run.Say("machine.nmi-sent", ("name", run.Value(machine)));
            return ExitCode.Done;
        }
    }

    private static int? Milliseconds(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw CliException.Usage("bad-milliseconds", ("value", text));
}
