using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>hostdev type='mdev'</c>.</summary>
internal static class HostMediatedXml
{
    public static HostMediatedDevice Read(ElementReader device)
    {
        var model = device.RequiredWord<MediatedModel>("model");
        var address = device.RequiredChild("source").RequiredChild("address");
        var text = address.RequiredAttribute("uuid");
        var display = device.OnOff("display");
        var ramfb = device.OnOff("ramfb");
        if (model != MediatedModel.VfioPci && (display is not null || ramfb is not null))
        {
            throw device.Conflict($"model='{XmlWords<MediatedModel>.Of(model)}'");
        }
        if (ramfb == true && display != true)
        {
            throw device.Conflict("display='on'");
        }
        address.Claim("mdev", text);
        return new HostMediatedDevice
        {
            Model = model,
            Uuid = Guid.TryParse(text, out var uuid) ? uuid : throw address.BadValue("uuid", text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
            Display = display,
            RamFramebuffer = ramfb,
        };
    }

    public static XObject?[] Write(HostMediatedDevice mediated) =>
    [
        Word<MediatedModel>("model", mediated.Model), OnOff("display", mediated.Display), OnOff("ramfb", mediated.RamFramebuffer),
        new XElement("source", new XElement("address", Attribute("uuid", mediated.Uuid.ToString()))),
    ];
}
