using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;

namespace Pando.Model.Xml;

/// <summary>The elements of QEMU's namespace (<c>qemu:commandline</c> and its siblings).</summary>
internal static class QemuExtrasXml
{
    private static readonly XNamespace Qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    public static QemuExtras Read(ElementReader domain)
    {
        var line = domain.Child(Qemu + "commandline");
        var flags = domain.Child(Qemu + "capabilities");
        return new QemuExtras
        {
            Arguments = line is null ? [] : [.. line.Children(Qemu + "arg").Select(argument => argument.Attribute("value") ?? throw argument.Missing("@value"))],
            Environment = line is null ? [] : [.. line.Children(Qemu + "env").Select(Variable)],
            AddedCapabilities = Flags(flags, "add"),
            RemovedCapabilities = Flags(flags, "del"),
            Deprecation = domain.Child(Qemu + "deprecation")?.RequiredWord<DeprecationBehavior>("behavior"),
            Overrides = domain.Child(Qemu + "override") is { } overrides ? [.. overrides.Children(Qemu + "device").Select(Override)] : [],
        };
    }

    /// <summary>The declaration that the root needs; null where nothing is in the namespace.</summary>
    public static XAttribute? Declaration(QemuExtras extras) => extras.IsEmpty ? null : new XAttribute(XNamespace.Xmlns + "qemu", Qemu.NamespaceName);

    public static IEnumerable<XElement?> Write(QemuExtras extras) =>
    [
        extras is { Arguments.IsEmpty: true, Environment.IsEmpty: true } ? null : new XElement(Qemu + "commandline",
            extras.Arguments.Items.Select(argument => new XElement(Qemu + "arg", new XAttribute("value", argument))),
            extras.Environment.Items.Select(variable => new XElement(Qemu + "env", new XAttribute("name", variable.Name), Markup.Attribute("value", variable.Value)))),
        extras is { AddedCapabilities.IsEmpty: true, RemovedCapabilities.IsEmpty: true } ? null : new XElement(Qemu + "capabilities",
            extras.AddedCapabilities.Items.Select(flag => new XElement(Qemu + "add", new XAttribute("capability", flag))),
            extras.RemovedCapabilities.Items.Select(flag => new XElement(Qemu + "del", new XAttribute("capability", flag)))),
        extras.Deprecation is not { } behavior ? null : new XElement(Qemu + "deprecation", Markup.Word<DeprecationBehavior>("behavior", behavior)),
        extras.Overrides.IsEmpty ? null : new XElement(Qemu + "override", extras.Overrides.Items.Select(device => new XElement(Qemu + "device",
            new XAttribute("alias", device.Alias),
            device.Properties.IsEmpty ? null : new XElement(Qemu + "frontend", device.Properties.Items.Select(property => new XElement(Qemu + "property",
                new XAttribute("name", property.Name), Markup.Word<PropertyKind>("type", property.Kind), Markup.Attribute("value", property.Value))))))),
    ];

    private static EquatableArray<string> Flags(ElementReader? flags, string name) =>
        flags is null ? [] : [.. flags.Children(Qemu + name).Select(flag => flag.RequiredAttribute("capability"))];

    private static EnvironmentVariable Variable(ElementReader variable)
    {
        var name = variable.RequiredAttribute("name");
        return (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? new EnvironmentVariable(name, variable.Attribute("value"))
            : throw variable.BadValue("name", name, "A-Z a-z 0-9 _");
    }

    private static DeviceOverride Override(ElementReader device)
    {
        var alias = device.RequiredAttribute("alias");
        device.Claim("qemu:override", alias);
        return new DeviceOverride(alias, device.Child(Qemu + "frontend") is { } frontend ? [.. frontend.Children(Qemu + "property").Select(Property)] : []);
    }

    private static PropertyOverride Property(ElementReader property)
    {
        var name = property.RequiredAttribute("name");
        var kind = property.RequiredWord<PropertyKind>("type");
        var value = property.Attribute("value");
        if (kind == PropertyKind.Remove)
        {
            return value is null ? new PropertyOverride(name, kind, null) : throw property.Conflict("type='remove'");
        }
        var good = kind switch
        {
            PropertyKind.Bool => value is "true" or "false",
            PropertyKind.Signed => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            PropertyKind.Unsigned => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            _ => value is not null,
        };
        return good ? new PropertyOverride(name, kind, value)
            : value is null ? throw property.Missing("@value")
            : throw property.BadValue("value", value, kind == PropertyKind.Bool ? "true | false" : "0, 1, …");
    }
}
