using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml.Devices;

namespace Pando.Model.Xml.Changes;

/// <summary>
/// One device that a caller wrote outside of a definition, to be attached, detached or updated: read and checked like
/// a device in one, and kept in the form that definitions are written in. Whatever kind a definition can have is read.
/// </summary>
public sealed class DeviceText
{
    /// <summary>What the new device is called until it has a name of its own.</summary>
    internal const string NewAlias = "ua-new-device";

    private static readonly DomainXmlOptions Whole = new() { IncludeSecrets = true, Live = true };

    private DeviceText(XElement element) => Element = element;

    /// <summary>The kind, by the name of its element: <c>disk</c>, <c>interface</c>.</summary>
    public string Kind => Element.Name.LocalName;

    /// <summary>The normalised element. Nobody changes it.</summary>
    internal XElement Element { get; }

    /// <summary>Reads one device.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of what is wrong.</exception>
    public static DeviceText Read(string xml)
    {
        var written = HostileXml.Read(xml);
        // The reader finds devices inside of their parent; the element keeps its lines.
        var parent = new ElementReader(new XElement("devices", written));
        var devices = DevicesXml.Read(parent);
        parent.End();
        return Normalised(devices) ?? throw new ElementReader(written).Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{written.Name.LocalName}>"));
    }

    /// <summary>A card as if it had been written by hand.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the path of what is wrong.</exception>
    public static DeviceText Of(InterfaceDevice card) => Of(new DomainDevices { Interfaces = [card] });

    /// <summary>A disk in the same way.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the path of what is wrong.</exception>
    public static DeviceText Of(DiskDevice disk) => Of(new DomainDevices { Disks = [disk] });

    /// <summary>The balloon in the same way.</summary>
    public static DeviceText Of(MemballoonDevice balloon) => Of(new DomainDevices { Memballoon = balloon });

    /// <summary>What stands at a place in it: <c>@type</c>, <c>target/@bus</c>, or an element's text; null where nothing does.</summary>
    public string? Value(string place) => DeviceMatch.ValueAt(Element, place);

    /// <summary>
    /// The same without the images below a disk's, where the other says nothing of them and has the same source, or there are none: who
    /// shows a running machine shows what was found there, and a caller who changes something else, such as a drive's medium, sends it back.
    /// </summary>
    public DeviceText WithoutChainOf(DeviceText other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Kind != "disk" || Element.Element("backingStore") is not { } shown || other.Element.Element("backingStore") is not null
            || (shown.HasElements && !XNode.DeepEquals(Element.Element("source"), other.Element.Element("source"))))
        {
            return this;
        }
        var without = new XElement(Element);
        without.Elements("backingStore").Remove();
        return new DeviceText(without);
    }

    /// <summary>What it is called in messages: its kind and what tells it from others of the kind.</summary>
    public override string ToString() => DeviceMatch.NameOf(Element);

    /// <summary>Its normalised text, with its secrets.</summary>
    public string ToXml() => XmlText.Of(new XElement(Element));

    private static DeviceText Of(DomainDevices one) => Read(XmlText.Of(new XElement(DevicesXml.Write(one, Whole).Elements().Single())));

    private static DeviceText? Normalised(DomainDevices devices) =>
        DevicesXml.Write(devices, Whole).Elements().ToList() is [var only] && devices.All().Any()
            ? new DeviceText(only)
            : null;
}
