using System.Globalization;
using System.Text;

namespace Pando.Bench;

/// <summary>Two hundred network cards are plugged into machines that run, one after the other: the last beside the first, with and without a filter.</summary>
internal static class CardPlug
{
    private const int Machines = 8;
    private const int CardsEach = 25;
    private const int Compared = 15;
    private const string Goal = "at most twice the first";

    public static async Task MeasureAsync(PandodUnderTest pandod, Report report)
    {
        await pandod.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(NetworkStart.Network("cards", "virbr93", 93)));
        await pandod.Client.StartNetworkAsync("cards");
        await OfKindAsync(pandod, report, "network card plugged", string.Empty);
        await OfKindAsync(pandod, report, "the same behind clean-traffic", "<filterref filter='clean-traffic'/>");
        await pandod.Client.StopNetworkAsync("cards");
        await pandod.Client.UndefineNetworkAsync("cards");
    }

    private static async Task OfKindAsync(PandodUnderTest pandod, Report report, string what, string filter)
    {
        for (var machine = 0; machine < Machines; machine++)
        {
            await pandod.Client.DefineAsync(Machine(machine));
            await pandod.Client.StartAsync(Name(machine), paused: true);
        }
        Samples first = new(), last = new();
        // The very first loads code: it is in a machine of its own.
        await pandod.Client.AttachDeviceAsync(Name(0), Card(0, filter), "live");
        const int all = Machines * CardsEach;
        for (var number = 1; number <= all; number++)
        {
            var machine = Name((number - 1) / CardsEach);
            var samples = number <= Compared ? first : number > all - Compared ? last : new Samples();
            var card = Card(number, filter);
            await samples.TakeAsync(() => pandod.Client.AttachDeviceAsync(machine, card, "live"));
        }
        report.Add($"{what}, the 200th", last, first, "the first", Goal);
        for (var machine = 0; machine < Machines; machine++)
        {
            await pandod.Client.DestroyAsync(Name(machine));
            await pandod.Client.UndefineAsync(Name(machine));
        }
    }

    private static byte[] Machine(int number)
    {
        var ports = "<controller type='pci' index='0' model='pcie-root'/>" + string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", CardsEach + 4));
        return Encoding.UTF8.GetBytes(
            $"<domain type='qemu'><name>{Name(number)}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>"
            + $"<devices>{ports}</devices></domain>");
    }

    private static byte[] Card(int number, string filter) => Encoding.UTF8.GetBytes(
        $"<interface type='network'><mac address='52:54:00:00:{number >> 8:x2}:{number & 0xff:x2}'/><source network='cards'/><model type='virtio'/>{filter}</interface>");

    private static string Name(int machine) => string.Create(CultureInfo.InvariantCulture, $"cards{machine}");
}
