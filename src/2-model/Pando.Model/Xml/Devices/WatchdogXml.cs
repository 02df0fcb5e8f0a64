using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>watchdog</c> elements.</summary>
internal static class WatchdogXml
{
    public static EquatableArray<WatchdogDevice> ReadAll(ElementReader devices)
    {
        var elements = devices.Children("watchdog");
        var all = elements.Select(Read).ToEquatableArray();
        for (var i = 1; i < all.Count; i++)
        {
            // QEMU has one action for all of them.
            if ((all[i].Action ?? WatchdogAction.Reset) != (all[0].Action ?? WatchdogAction.Reset))
            {
                throw elements[i].Conflict("/domain/devices/watchdog[1]/@action");
            }
        }
        return all;
    }

    public static XElement Write(WatchdogDevice watchdog, DomainXmlOptions options) => new("watchdog",
        Word<WatchdogModel>("model", watchdog.Model), Word("action", watchdog.Action), PlaceXml.Write(watchdog, options));

    private static WatchdogDevice Read(ElementReader watchdog)
    {
        var model = watchdog.RequiredWord<WatchdogModel>("model");
        if (model == WatchdogModel.ItCo)
        {
            watchdog.Claim("watchdog", "itco");
        }
        return new WatchdogDevice
        {
            Model = model,
            Action = watchdog.Word<WatchdogAction>("action"),
            Alias = PlaceXml.Alias(watchdog),
            AcpiIndex = model == WatchdogModel.I6300esb ? PlaceXml.AcpiIndex(watchdog) : null,
            Address = model == WatchdogModel.I6300esb ? PlaceXml.Address(watchdog, "pci", "pci") : null,
        };
    }
}
