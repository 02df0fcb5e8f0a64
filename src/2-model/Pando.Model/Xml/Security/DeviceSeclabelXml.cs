using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Security;

/// <summary>The <c>seclabel</c> elements in the source of a device.</summary>
internal static class DeviceSeclabelXml
{
    /// <summary>Those of a source, each driver at most once.</summary>
    public static EquatableArray<DeviceSeclabel> Read(ElementReader source)
    {
        var labels = new List<DeviceSeclabel>();
        foreach (var element in source.Children("seclabel"))
        {
            var label = Label(element);
            if (labels.Exists(other => other.Model == label.Model))
            {
                throw element.Conflict($"seclabel model='{label.Model}'");
            }
            labels.Add(label);
        }
        return [.. labels];
    }

    public static IEnumerable<XElement> Write(EquatableArray<DeviceSeclabel> labels) => labels.Items.Select(label => new XElement("seclabel",
        Attribute("model", label.Model), YesNo("labelskip", label.LabelSkip), YesNo("relabel", label.Relabel), Text("label", label.Label)));

    private static DeviceSeclabel Label(ElementReader element)
    {
        var label = new DeviceSeclabel
        {
            Model = element.Plain("model", static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_', "selinux | apparmor | dac", 32),
            Relabel = element.YesNo("relabel"),
            LabelSkip = element.YesNo("labelskip"),
            Label = element.Child("label")?.Text(),
        };
        return label is { Relabel: false, Label: not null } ? throw element.RequiredChild("label").Conflict("relabel='no'") : label;
    }
}
