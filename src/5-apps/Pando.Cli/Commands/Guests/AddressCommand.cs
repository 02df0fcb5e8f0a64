using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary>virsh's <c>domifaddr</c>: the addresses of a guest, from whoever knows them.</summary>
internal static class AddressCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var card = new Setting("--interface", "NAME");
        var source = new Setting("--source", "SOURCE") { Choices = ["lease", "arp", "agent"] };
        var full = new Flag("--full");
        return new CliCommand(name, "domifaddr", ListAsync, machine, card, source, full)
        {
            Examples = ["pando domifaddr web1", "pando domifaddr web1 --source agent", "pando domifaddr web1 --interface vnet0"],
        };

        async Task<int> ListAsync(Run run)
        {
            IReadOnlyList<MachineCard> cards =
            [
                .. (await run.Client.ListMachineAddressesAsync(run.Value(machine), run.Value(source), run.Interrupts.Token))
                    .Where(one => run.Value(card) is not { } wanted || one.Device == wanted || one.GuestName == wanted || string.Equals(one.Mac, wanted, StringComparison.OrdinalIgnoreCase)),
            ];
            run.Show(cards, writer => Write(run, cards, writer));
            return ExitCode.Done;
        }
    }

    private static void Write(Run run, IReadOnlyList<MachineCard> cards, TextWriter writer)
    {
        var texts = run.Texts;
        var table = new Table(texts["machine.name"], "MAC", texts["guest.protocol"], texts["guest.address"], texts["guest.address-source"], texts["guest.address-age"]);
        foreach (var one in cards)
        {
            var name = one.GuestName ?? one.Device ?? "-";
            if (one.Addresses.Count == 0)
            {
                // That its bridge has heard it is all that is known.
                table.Add(name, one.Mac ?? "-", "-", "-", one.SeenSecondsAgo is null ? "-" : "fdb", Age(one.SeenSecondsAgo));
            }
            foreach (var address in one.Addresses)
            {
                table.Add(name, one.Mac ?? "-", address.Type, Text(address), address.Source, Age(address.AgeSeconds));
            }
        }
        table.WriteTo(writer, run.Colours);
    }

    private static string Text(MachineAddress address) => address.Prefix is { } prefix ? $"{address.Address}/{Numbers.Plain(prefix)}" : address.Address;

    private static string Age(double? ago) => ago is { } seconds ? Numbers.Duration(TimeSpan.FromSeconds(seconds)) : "-";
}
