using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>hostdev type='scsi'</c>.</summary>
internal static class HostScsiXml
{
    private static readonly Func<char, bool> AdapterLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    public static HostScsiDevice Read(ElementReader device)
    {
        var source = device.RequiredChild("source");
        return new HostScsiDevice
        {
            Source = source.Attribute("protocol") == "iscsi" ? Iscsi(source) : Adapter(source),
            FilterCommands = Filter(device),
            RawIo = device.YesNo("rawio"),
            ReadOnly = device.Flag("readonly"),
            Shareable = device.Flag("shareable"),
        };
    }

    public static XObject?[] Write(HostScsiDevice scsi, DomainXmlOptions options) =>
    [
        scsi.FilterCommands is { } filter ? Attribute("sgio", filter ? "filtered" : "unfiltered") : null,
        YesNo("rawio", scsi.RawIo),
        scsi.Source switch
        {
            AdapterScsiSource adapter => new XElement("source",
                new XElement("adapter", Attribute("name", adapter.Adapter)),
                new XElement("address", Attribute("bus", adapter.Bus), Attribute("target", adapter.Target), Attribute("unit", adapter.Unit))),
            IscsiScsiSource iscsi => new XElement("source", NetworkSourceXml.Write(iscsi.Target, options)),
            _ => throw new ArgumentOutOfRangeException(nameof(scsi), scsi.Source, null),
        },
        Flag("readonly", scsi.ReadOnly),
        Flag("shareable", scsi.Shareable),
    ];

    private static IscsiScsiSource Iscsi(ElementReader source)
    {
        var target = NetworkSourceXml.Read(source);
        return target.Hosts.Count == 1 ? new IscsiScsiSource(target) : throw source.Missing("host");
    }

    private static AdapterScsiSource Adapter(ElementReader source)
    {
        source.Only("protocol", "adapter");
        var adapter = source.RequiredChild("adapter");
        var address = source.RequiredChild("address");
        return new AdapterScsiSource(
            adapter.Plain("name", AdapterLetter, "scsi_hostN") ?? throw adapter.Missing("@name"),
            address.Number("bus", 0, 255) ?? throw address.Missing("@bus"),
            address.Number("target", 0, 255) ?? throw address.Missing("@target"),
            address.Number("unit") ?? throw address.Missing("@unit"));
    }

    private static bool? Filter(ElementReader device)
    {
        // Unfiltered commands needed a kernel's patch that was never taken in.
        device.Only("sgio", "filtered");
        return device.Attribute("sgio") is null ? null : true;
    }
}
