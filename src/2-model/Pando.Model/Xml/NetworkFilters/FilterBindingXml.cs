using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.NetworkFilters;

/// <summary>libvirt's <c>filterbinding</c> in and out.</summary>
public static class FilterBindingXml
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static FilterBinding Read(string text)
    {
        var binding = new ElementReader(HostileXml.Read(text));
        if (binding.Name != "filterbinding")
        {
            throw binding.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{binding.Name}>"));
        }
        var owner = binding.RequiredChild("owner");
        var port = binding.RequiredChild("portdev");
        var mac = binding.RequiredChild("mac");
        var read = new FilterBinding(
            InterfaceXml.Name(port, "name") ?? throw port.Missing("@name"), owner.RequiredChild("name").RequiredText(), Mac(mac), FilterReferenceXml.Read(binding.RequiredChild("filterref")))
        {
            OwnerId = owner.Child("uuid") is { } uuid ? Id(uuid) : null,
        };
        binding.End();
        return read;
    }

    /// <summary>Writes it.</summary>
    public static string Write(FilterBinding binding)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return XmlText.Of(new XElement(
            "filterbinding",
            new XElement("owner", Text("name", binding.Owner), binding.OwnerId is { } id ? Text("uuid", id.ToString()) : null),
            new XElement("portdev", Attribute("name", binding.Port)),
            new XElement("mac", Attribute("address", binding.Mac.ToString())),
            FilterReferenceXml.Write(binding.Filter)));
    }

    private static MacAddress Mac(ElementReader element)
    {
        var text = element.RequiredAttribute("address");
        return MacAddress.TryParse(text, out var mac) && !mac.IsMulticast ? mac : throw element.BadValue("address", text, "52:54:00:xx:xx:xx, unicast");
    }

    private static Guid Id(ElementReader uuid)
    {
        var text = uuid.RequiredText().Trim();
        return Guid.TryParse(text, out var id) ? id : throw uuid.BadValue(null, text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    }
}
