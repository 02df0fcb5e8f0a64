using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Security;

/// <summary>The <c>seclabel</c> elements of a machine.</summary>
internal static class SeclabelXml
{
    private const string NoModel = "none";

    public static EquatableArray<SeclabelDefinition> Read(ElementReader domain)
    {
        var labels = domain.Children("seclabel");
        return [.. labels.Select(Label)];
    }

    /// <summary>The labels that a dynamic one has belong to a run of the machine.</summary>
    public static IEnumerable<XElement> Write(EquatableArray<SeclabelDefinition> labels, bool live) => labels.Items.Select(label => new XElement("seclabel",
        Word<SeclabelType>("type", label.Type),
        Attribute("model", label.Model),
        label.Type == SeclabelType.None ? null : YesNo("relabel", label.Relabel),
        live || label.Type == SeclabelType.Static ? Text("label", label.Label) : null,
        live ? Text("imagelabel", label.ImageLabel) : null,
        Text("baselabel", label.BaseLabel)));

    private static SeclabelDefinition Label(ElementReader element)
    {
        var model = element.Plain("model", static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_', "selinux | apparmor | dac | none", 32);
        var type = element.Word<SeclabelType>("type") ?? (model == NoModel ? SeclabelType.None : SeclabelType.Dynamic);
        // Without a label there is nothing to say of which driver it is.
        model ??= type == SeclabelType.None ? NoModel : throw element.Missing("@model");
        if (type != SeclabelType.None && model == NoModel)
        {
            throw element.BadValue("model", model, "selinux | apparmor | dac");
        }
        element.Claim("seclabel", model);
        var label = new SeclabelDefinition
        {
            Type = type,
            Model = model,
            Relabel = element.YesNo("relabel") is { } relabel ? Allowed(element, type, relabel) : type == SeclabelType.Dynamic,
            Label = element.Child("label")?.Text(),
            ImageLabel = element.Child("imagelabel")?.Text(),
            BaseLabel = element.Child("baselabel")?.Text(),
        };
        return label switch
        {
            { Type: SeclabelType.Static, Label: null } => throw element.Missing("label"),
            { Type: SeclabelType.Static } => label with { BaseLabel = null },
            { Type: SeclabelType.None } => new SeclabelDefinition { Type = type, Model = model, Relabel = false },
            _ => label,
        };
    }

    private static bool Allowed(ElementReader element, SeclabelType type, bool relabel) => (type, relabel) switch
    {
        (SeclabelType.Dynamic, false) => throw element.BadValue("relabel", "no", "yes (type='dynamic')"),
        (SeclabelType.None, true) => throw element.BadValue("relabel", "yes", "no (type='none')"),
        _ => relabel,
    };
}
