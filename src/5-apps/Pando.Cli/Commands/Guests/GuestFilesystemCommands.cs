using System.Globalization;
using Pando.Api.Agents;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary>A guest's file systems: frozen, thawed, trimmed.</summary>
internal static class GuestFilesystemCommands
{
    public static CliCommand Freeze(string name)
    {
        var machine = Operand.Machine();
        var mountpoint = new Settings("--mountpoint", "PATH");
        var limit = new Setting("--limit", "SECONDS");
        return new CliCommand(name, "domfsfreeze", FreezeAsync, machine, mountpoint, limit)
        {
            Examples = ["pando domfsfreeze web1", "pando domfsfreeze web1 --mountpoint / --limit 30"],
        };

        async Task<int> FreezeAsync(Run run)
        {
            var request = new GuestFreezeRequest
            {
                Mountpoints = run.Values(mountpoint) is { Length: > 0 } given ? given : null,
                LimitSeconds = run.Value(limit) is { } seconds ? SecondsText.Of(seconds, default).TotalSeconds : null,
            };
            var frozen = await Changes.DoAsync(run, (pandod, cancel) => pandod.FreezeGuestAsync(run.Value(machine), request, cancel));
            run.Say(frozen, "guest.frozen", ("count", Numbers.Plain(frozen.Count)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Thaw(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "domfsthaw", ThawAsync, machine) { Examples = ["pando domfsthaw web1"] };

        async Task<int> ThawAsync(Run run)
        {
            var thawed = await Changes.DoAsync(run, (pandod, cancel) => pandod.ThawGuestAsync(run.Value(machine), cancel));
            run.Say(thawed, "guest.thawed", ("count", Numbers.Plain(thawed.Count)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Trim(string name)
    {
        var machine = Operand.Machine();
        var minimum = new Setting("--minimum", "BYTES");
        return new CliCommand(name, "domfstrim", TrimAsync, machine, minimum) { Examples = ["pando domfstrim web1"] };

        async Task<int> TrimAsync(Run run)
        {
            var request = new GuestTrimRequest { MinimumBytes = run.Value(minimum) is { } given ? Bytes(given) : null };
            var trimmed = await Changes.DoAsync(run, (pandod, cancel) => pandod.TrimGuestAsync(run.Value(machine), request, cancel));
            run.Show(trimmed, writer =>
            {
                var table = new Table(run.Texts["guest.mountpoint"], run.Texts["guest.trimmed"]);
                foreach (var one in trimmed)
                {
                    table.Add(one.Mountpoint, one.Error ?? run.Texts.Bytes(one.TrimmedBytes ?? 0));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static long Bytes(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        ? bytes
        : throw CliException.Usage("bad-size", ("option", "--minimum"), ("value", text));
}
