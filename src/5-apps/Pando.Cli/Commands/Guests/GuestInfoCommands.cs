using Pando.Api.Agents;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary>What an agent tells of its guest.</summary>
internal static class GuestInfoCommands
{
    private static readonly string[] Types = ["users", "os", "timezone", "hostname", "filesystem", "disk", "interface", "load"];

    public static CliCommand Info(string name)
    {
        var machine = Operand.Machine();
        // virsh's own name of the first has no s.
        var flags = Types.Select(type => new Flag(type is "users" ? "--user" : "--" + type)).ToArray();
        return new CliCommand(name, "guestinfo", InfoAsync, [machine, .. flags])
        {
            Examples = ["pando guestinfo web1", "pando guestinfo web1 --os --filesystem", "pando guestinfo web1 --json"],
        };

        async Task<int> InfoAsync(Run run)
        {
            var wanted = Types.Where((_, index) => run.Has(flags[index])).ToList();
            var info = await run.Client.GetGuestInfoAsync(run.Value(machine), wanted, run.Interrupts.Token);
            run.Show(info, writer => GuestFacts.Write(run, info, writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Hostname(string name)
    {
        var machine = Operand.Machine();
        var source = new Setting("--source", "SOURCE") { Choices = ["agent"] };
        return new CliCommand(name, "domhostname", HostnameAsync, machine, source) { Examples = ["pando domhostname web1"] };

        async Task<int> HostnameAsync(Run run)
        {
            var info = await run.Client.GetGuestInfoAsync(run.Value(machine), ["hostname"], run.Interrupts.Token);
            run.Show(info, writer => writer.WriteLine(Printable.Of(info.Hostname ?? "")));
            return ExitCode.Done;
        }
    }

    public static CliCommand Filesystems(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "domfsinfo", FilesystemsAsync, machine) { Examples = ["pando domfsinfo web1"] };

        async Task<int> FilesystemsAsync(Run run)
        {
            var info = await run.Client.GetGuestInfoAsync(run.Value(machine), ["filesystem"], run.Interrupts.Token);
            var filesystems = info.Filesystems ?? [];
            run.Show(filesystems, writer =>
            {
                var texts = run.Texts;
                var table = new Table(texts["guest.mountpoint"], texts["machine.name"], texts["machine.type"], texts["machine.target"], texts["guest.size"], texts["guest.used"]);
                foreach (var one in filesystems)
                {
                    table.Add(one.Mountpoint, one.Name, one.Type, string.Join(',', one.Disks), Size(run, one.TotalBytes), Size(run, one.UsedBytes));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static string Size(Run run, long? bytes) => bytes is { } known ? run.Texts.Bytes(known) : "-";
}
