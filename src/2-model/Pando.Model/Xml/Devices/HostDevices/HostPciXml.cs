using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>hostdev type='pci'</c>.</summary>
internal static class HostPciXml
{
    public static HostPciDevice Read(ElementReader device)
    {
        var source = device.RequiredChild("source");
        var host = PlaceXml.HostPci(source.RequiredChild("address"));
        device.Claim("host pci", host.ToString());
        var teaming = device.Child("teaming") is { } element ? TeamingXml.Read(element) : null;
        if (teaming is { IsTransient: false })
        {
            throw device.RequiredChild("teaming").BadValue("type", "persistent", "transient");
        }
        return new HostPciDevice
        {
            Host = host,
            Driver = device.Child("driver") is { } driver ? driver.RequiredWord<HostPciDriver>("name") : null,
            WriteFiltering = source.YesNo("writeFiltering"),
            StartupPolicy = source.Word<StartupPolicy>("startupPolicy"),
            Teaming = teaming,
        };
    }

    public static XObject?[] Write(HostPciDevice pci) =>
    [
        pci.Driver is null ? null : new XElement("driver", Word("name", pci.Driver)),
        new XElement("source", Word("startupPolicy", pci.StartupPolicy), YesNo("writeFiltering", pci.WriteFiltering), PlaceXml.Write(pci.Host, typed: false)),
        TeamingXml.Write(pci.Teaming),
    ];
}
