using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml.Devices;

namespace Pando.Model.Xml.Changes;

/// <summary>
/// Definitions with one device more, less or other. The device is put into the definition's text and the whole is read
/// again: every rule that holds in a definition holds for its changes, of every kind of device there is.
/// </summary>
public static class DeviceEdits
{
    /// <summary>The definition with the device, which keeps the alias it has; see <see cref="Attached"/>.</summary>
    /// <exception cref="CallerException"><c>definition.duplicate</c> and what else a definition is refused for.</exception>
    public static DomainDefinition Attach(DomainDefinition definition, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (root, devices) = Open(definition);
        var added = new XElement(device.Element);
        if (added.Element("alias") is null)
        {
            added.Add(new XElement("alias", new XAttribute("name", DeviceText.NewAlias)));
        }
        devices.Add(added);
        return Read(root, definition);
    }

    /// <summary>The device that <see cref="Attach"/> put in, as it is in a definition that was completed since.</summary>
    public static DeviceText Attached(DomainDefinition definition, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var alias = DeviceMatch.ValueAt(device.Element, "alias/@name");
        var (_, devices) = Open(definition);
        var found = devices.Elements().First(one => DeviceMatch.ValueAt(one, "alias/@name") == (alias ?? DeviceText.NewAlias));
        if (alias is null)
        {
            found.Element("alias")!.Remove();
        }
        return DeviceText.Read(found.ToString());
    }

    /// <summary>The definition in which no device goes by the name for new ones any more.</summary>
    public static DomainDefinition Unnamed(DomainDefinition definition)
    {
        var (root, devices) = Open(definition);
        devices.Elements().Elements("alias").Where(alias => alias.Attribute("name")?.Value == DeviceText.NewAlias).Remove();
        return Read(root, definition);
    }

    /// <summary>The definition without the device.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-device</c>, <c>domain.device-ambiguous</c>.</exception>
    public static DomainDefinition Detach(DomainDefinition definition, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (root, devices) = Open(definition);
        Only(definition, devices, device).Remove();
        return Read(root, definition);
    }

    /// <summary>The definition without the device of that alias.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-device</c>.</exception>
    public static DomainDefinition Detach(DomainDefinition definition, string alias) =>
        ByAlias(definition, alias) is null ? throw NoSuchDevice(definition, alias) : Without(definition, [alias]);

    /// <summary>The definition without the devices of these aliases.</summary>
    public static DomainDefinition Without(DomainDefinition definition, IReadOnlyCollection<string> aliases)
    {
        var (root, devices) = Open(definition);
        devices.Elements().Where(device => DeviceMatch.ValueAt(device, "alias/@name") is { } alias && aliases.Contains(alias, StringComparer.Ordinal)).Remove();
        return Read(root, definition);
    }

    /// <summary>Only the devices of these aliases, each as it is in the definition.</summary>
    public static DomainDevices Only(DomainDefinition definition, IReadOnlyCollection<string> aliases)
    {
        var (_, devices) = Open(definition);
        devices.Elements().Where(device => DeviceMatch.ValueAt(device, "alias/@name") is not { } alias || !aliases.Contains(alias, StringComparer.Ordinal)).Remove();
        var reader = new ElementReader(devices);
        // By themselves: what they speak of (an audio back end, a display) is not among them.
        var only = DevicesXml.Read(reader);
        reader.End();
        return only;
    }

    /// <summary>The definition with the device as the caller wrote it. It keeps its place and its alias where the caller wrote none.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-device</c>, <c>domain.device-ambiguous</c>.</exception>
    public static DomainDefinition Update(DomainDefinition definition, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (root, devices) = Open(definition);
        var old = Only(definition, devices, device);
        var changed = new XElement(device.Element);
        foreach (var kept in (string[])["alias", "address"])
        {
            if (changed.Element(kept) is null && old.Element(kept) is { } there)
            {
                changed.Add(new XElement(there));
            }
        }
        KeepPort(old, changed);
        old.ReplaceWith(changed);
        return Read(root, definition);
    }

    /// <summary>
    /// The same, where the device goes by the name for new ones: once the definition is completed, <see cref="New"/> is
    /// the device with all that is filled in.
    /// </summary>
    /// <exception cref="CallerException"><c>domain.no-such-device</c>, <c>domain.device-ambiguous</c>.</exception>
    public static DomainDefinition UpdateAsNew(DomainDefinition definition, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (root, devices) = Open(definition);
        var old = Only(definition, devices, device);
        var changed = new XElement(device.Element);
        if (changed.Element("address") is null && old.Element("address") is { } place)
        {
            changed.Add(new XElement(place));
        }
        changed.Elements("alias").Remove();
        changed.Add(new XElement("alias", new XAttribute("name", DeviceText.NewAlias)));
        KeepPort(old, changed);
        old.ReplaceWith(changed);
        return Read(root, definition);
    }

    /// <summary>The device that goes by the name for new ones, without it.</summary>
    public static DeviceText New(DomainDefinition definition)
    {
        var (_, devices) = Open(definition);
        var found = devices.Elements().First(one => DeviceMatch.ValueAt(one, "alias/@name") == DeviceText.NewAlias);
        found.Element("alias")!.Remove();
        return DeviceText.Read(found.ToString());
    }

    // Who says nothing of the identity of a switch's port does not want another.
    private static void KeepPort(XElement old, XElement changed)
    {
        if (changed.Element("virtualport") is { } port && old.Element("virtualport") is { } before && port.Attribute("type")?.Value == before.Attribute("type")?.Value
            && before.Element("parameters")?.Attribute("interfaceid") is { } id && port.Element("parameters")?.Attribute("interfaceid") is null)
        {
            if (port.Element("parameters") is not { } parameters)
            {
                parameters = new XElement("parameters");
                port.Add(parameters);
            }
            parameters.SetAttributeValue("interfaceid", id.Value);
        }
    }

    /// <summary>The definition in which the device of that alias is as this text has it.</summary>
    public static DomainDefinition Replace(DomainDefinition definition, string alias, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (root, devices) = Open(definition);
        devices.Elements().First(one => DeviceMatch.ValueAt(one, "alias/@name") == alias).ReplaceWith(new XElement(device.Element));
        return Read(root, definition);
    }

    /// <summary>Whether the definition has a device that this can mean.</summary>
    public static bool Has(DomainDefinition definition, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return DeviceMatch.Find(Open(definition).Devices, device.Element).Count > 0;
    }

    /// <summary>The device of a running machine that the caller means.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-device</c>, <c>domain.device-ambiguous</c>.</exception>
    public static Device Find(DomainDefinition live, DeviceText device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (_, devices) = Open(live);
        var alias = DeviceMatch.ValueAt(Only(live, devices, device), "alias/@name");
        return alias is not null && ByAlias(live, alias) is { } found ? found : throw NoSuchDevice(live, device.ToString());
    }

    /// <summary>The device's own text, by its alias: for a caller who names nothing else.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-device</c>.</exception>
    public static DeviceText TextOf(DomainDefinition definition, string alias)
    {
        var (_, devices) = Open(definition);
        var found = devices.Elements().FirstOrDefault(device => DeviceMatch.ValueAt(device, "alias/@name") == alias) ?? throw NoSuchDevice(definition, alias);
        return DeviceText.Read(found.ToString());
    }

    /// <summary>The device of that alias; null where there is none.</summary>
    public static Device? ByAlias(DomainDefinition definition, string alias)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Devices.All().FirstOrDefault(device => device.Alias?.Name == alias);
    }

    private static (XElement Root, XElement Devices) Open(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        // What other programs keep is a text of its own, which no tree has: it is taken over as it is.
        var root = DefinitionXml.Write(definition with { Metadata = [] }, new DomainXmlOptions { IncludeSecrets = true, Live = true });
        return (root, root.Element("devices")!);
    }

    private static DomainDefinition Read(XElement root, DomainDefinition before)
    {
        var reader = new ElementReader(root);
        var definition = DefinitionXml.Read(reader);
        reader.End();
        return definition with { Metadata = before.Metadata };
    }

    private static XElement Only(DomainDefinition definition, XElement devices, DeviceText wanted) =>
        DeviceMatch.Find(devices, wanted.Element) switch
        {
            [var only] => only,
            [] => throw NoSuchDevice(definition, wanted.ToString()),
            _ => throw new CallerException(ErrorCodes.Domain.DeviceAmbiguous, ("name", definition.Name), ("device", wanted.ToString())),
        };

    private static CallerException NoSuchDevice(DomainDefinition definition, string device) =>
        new(ErrorCodes.Domain.NoSuchDevice, ("name", definition.Name), ("device", device));
}
